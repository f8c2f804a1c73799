import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { linkSeconds, type FileLinks } from '../fhir/blobs.ts';
import type { Clock } from '../kernel/clock.ts';

export type FileLinkOptions = { readonly client: S3Client; readonly bucket: string; readonly tenant: string; readonly filesUrl: string; readonly clock: Clock };

/**
 * Signed links of S3, asked for through an origin of their own that passes path and query on as they are (ADR 97). Type
 * and disposition are part of what is signed.
 */
export function s3FileLinks({ client, bucket, tenant, filesUrl, clock }: FileLinkOptions): FileLinks {
  return {
    async link(name, { contentType, shown }) {
      const signingDate = clock.now();
      const command = new GetObjectCommand({ Bucket: bucket, Key: `${tenant}/${name}`, ResponseContentType: contentType, ResponseContentDisposition: shown ? 'inline' : 'attachment', ResponseCacheControl: 'private, no-store' });
      const signed = new URL(await getSignedUrl(client, command, { expiresIn: linkSeconds, signingDate }));
      return { url: `${filesUrl}${signed.pathname}${signed.search}`, expiresAt: new Date(signingDate.getTime() + linkSeconds * 1000) };
    },
  };
}
