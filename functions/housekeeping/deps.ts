import { randomBytes } from 'node:crypto';
import { bookings } from '../../shared/booking/bookings.ts';
import type { CareContext } from '../../shared/consultation/context.ts';
import type { CheckInDeps } from '../../shared/insurance/checkIn/sendCheckIns.ts';
import type { ConfirmDeps } from '../../shared/insurance/confirmWaiting.ts';
import type { FinishContext } from '../../shared/room/finishRecordings.ts';
import { dynamoChainStore } from '../../shared/store/auditChain.ts';
import { s3Client } from '../../shared/store/blobs.ts';
import { s3UnfinishedRecordings } from '../../shared/store/unfinishedRecordings.ts';
import { finishTransactions } from '../../shared/store/finishTransactions.ts';
import { s3SealStore } from '../../shared/store/sealStore.ts';
import { commonDeps } from '../_http/deps.ts';
import { insurerDeps } from '../_http/insurer/deps.ts';

export function housekeepingDeps() {
  const common = commonDeps();
  const { environment, dynamo, repository, clock, newId, signers } = common;
  const nothing = (): never => {
    throw new Error('housekeeping signs no document');
  };
  const care: CareContext = {
    repository, clock, newId,
    base: environment.IDENTIFIER_BASE,
    isKnownDiagnosis: () => false,
    newRoom: () => randomBytes(18).toString('base64url'),
    bookings: bookings(repository, clock),
    documents: { sign: nothing, next: nothing, recall: nothing, pending: nothing, view: nothing, content: nothing, digest: nothing },
    prescriptions: { write: nothing, help: nothing, view: nothing },
  };
  const insurance: ConfirmDeps & CheckInDeps = { repository, clock, newId, ...insurerDeps(common) };
  const { TABLE_NAME, TENANT, SEAL_BUCKET, BLOB_BUCKET } = environment;
  const files = s3Client();
  const sealing = {
    chain: dynamoChainStore({ client: dynamo, tableName: TABLE_NAME, tenant: TENANT }),
    seals: s3SealStore(files, SEAL_BUCKET, TENANT),
    signer: signers.document,
    clock,
  };
  const recordings: FinishContext = { repository, clock, base: environment.IDENTIFIER_BASE, unfinished: s3UnfinishedRecordings({ client: files, bucket: BLOB_BUCKET, tenant: TENANT }) };
  return { care, insurance, sealing, recordings, newId, finishTransactions: () => finishTransactions({ client: dynamo, tableName: TABLE_NAME, tenant: TENANT, clock }) };
}
