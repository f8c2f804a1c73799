import { randomBytes } from 'node:crypto';
import { passFor } from '../../shared/room/pass.ts';
import { digestOf } from '../../shared/signing/canonical.ts';
import { signingInOrder } from '../../shared/signing/documents.ts';
import { publishedKeys } from '../../shared/signing/publishedKeys.ts';
import { dynamoPlacements } from '../../shared/store/placements.ts';
import { verifyDocument } from '../../shared/signing/verify.ts';
import { commonDeps } from '../_http/deps.ts';
import type { BriefingDeps } from './handler.ts';
import { minutesOnPaper } from './paper.ts';

export function briefingDeps() {
  const { environment, dynamo, repository, clock, newId, signers, authenticate, gate, stepUp } = commonDeps();
  const base = environment.IDENTIFIER_BASE;
  const issuer = environment.BASE_URL;
  const maker = { signer: signers.token, clock, newId, issuer, sfuUrl: environment.SFU_URL, placements: dynamoPlacements(dynamo, environment.TABLE_NAME, environment.TENANT), turn: { urls: environment.TURN_URLS, secret: environment.TURN_SECRET } };
  const context: BriefingDeps['context'] = {
    repository, clock, newId, base,
    newRoom: () => randomBytes(18).toString('base64url'),
    signing: signingInOrder({ repository, signer: signers.document, base, retired: environment.RETIRED_KEYS }),
    isGenuine: async (document) => (await verifyDocument(document, { keys: publishedKeys([await signers.document.publicJwk()], environment.RETIRED_KEYS), authorities: [] })).valid,
    passFor: (state, holder) => passFor(maker, { state }, holder),
  };
  const onPaper: BriefingDeps['onPaper'] = async (document, view) => {
    if (!view.minutes) throw new Error('minutes are printed once they are signed');
    return await minutesOnPaper({ briefing: view, minutes: view.minutes, digest: await digestOf(document), keysAt: `${issuer}/api/keys` });
  };
  return { authenticate, gate, stepUp, context, onPaper };
}
