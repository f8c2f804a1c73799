import type { ExportFiles } from '../../shared/export/ports.ts';
import type { BlobStore, FileLinks } from '../../shared/fhir/blobs.ts';
import { aliasesFrom, type Aliases } from '../../shared/fhir/identifierAliases.ts';
import type { FhirRepository } from '../../shared/fhir/repository.ts';
import { discoverIssuer, type OidcDiscovery } from '../../shared/gateways/accessTokens.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { NewId } from '../../shared/kernel/ids.ts';
import { ResourceTooLargeError } from '../../shared/store/transaction.ts';
import type { Authenticate } from '../_http/chain.ts';
import { commonDeps } from '../_http/deps.ts';
import { later } from '../_http/later.ts';
import type { Slots } from '../../shared/limits/slots.ts';
import type { Gate } from '../_http/limits.ts';

export type FhirDeps = {
  readonly repository: FhirRepository;
  readonly blobs: BlobStore;
  readonly links: FileLinks;
  readonly exportFiles: ExportFiles;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly authenticate: Authenticate;
  readonly gate: Gate;
  /** Large Bundles that are worked on at once. */
  readonly imports: Slots;
  /** The issuer's own word on where its endpoints are; rejects when it can't be asked. */
  readonly discovery: () => Promise<OidcDiscovery>;
  /** Address of the FHIR endpoint, "https://host/fhir". */
  readonly address: string;
  readonly identifierBase: string;
  /** Systems of others that mean one of ours; the known ones when absent. */
  readonly identifierAliases?: Aliases;
  /** Whether a thrown error says that a commit is more than the database takes at once. */
  readonly isTooLarge: (error: unknown) => boolean;
};

/** Built once a container. */
export function fhirDeps(): FhirDeps {
  const { environment, dynamo, repository, clock, newId, authenticate, gate } = commonDeps();
  return {
    repository,
    blobs: later(async () => {
      const { s3BlobStore, s3Client } = await import('../../shared/store/blobs.ts');
      return s3BlobStore(s3Client(), environment.BLOB_BUCKET, environment.TENANT);
    }),
    links: later(async () => {
      const [{ s3Client }, { s3FileLinks }] = await Promise.all([import('../../shared/store/blobs.ts'), import('../../shared/store/fileLinks.ts')]);
      return s3FileLinks({ client: s3Client(), bucket: environment.BLOB_BUCKET, tenant: environment.TENANT, filesUrl: environment.FILES_URL, clock });
    }),
    exportFiles: later(async () => {
      const [{ s3Client }, { s3ExportFiles }] = await Promise.all([import('../../shared/store/blobs.ts'), import('../../shared/store/exportFiles.ts')]);
      return s3ExportFiles(s3Client(), environment.BLOB_BUCKET, environment.TENANT);
    }),
    clock,
    newId,
    authenticate,
    gate,
    imports: later(async () => {
      const { dynamoSlots } = await import('../../shared/store/slots.ts');
      return dynamoSlots({ client: dynamo, tableName: environment.TABLE_NAME, tenant: environment.TENANT, clock, newId, name: 'imports', most: environment.IMPORTS_AT_ONCE, seconds: 30 });
    }),
    discovery: () => discoverIssuer(environment.OIDC_ISSUER),
    address: `${environment.BASE_URL}/fhir`,
    identifierBase: environment.IDENTIFIER_BASE,
    identifierAliases: aliasesFrom(environment.IDENTIFIER_ALIASES),
    isTooLarge: (error) => error instanceof ResourceTooLargeError,
  };
}
