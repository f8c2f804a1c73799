import { setTimeout as wait } from 'node:timers/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fromBER, Integer, ObjectIdentifier, OctetString } from 'asn1js';
import { AlgorithmIdentifier, Attribute, Certificate, ContentInfo, EncapsulatedContentInfo, IssuerAndSerialNumber, MessageImprint, PKIStatusInfo, SignedAndUnsignedAttributes, SignedData, SignerInfo, TimeStampReq, TimeStampResp, TSTInfo } from 'pkijs';
import * as z from 'zod';
import { faultSwitch } from './faults.ts';
import { answerJson, listen, type Simulator } from './http.ts';
import { privateKeyOf, type AuthorityKeys } from './timeStampKeys.ts';

/** What can go wrong with it, on demand, at /faults. */
const fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slow'), milliseconds: z.number().int().min(1).max(60_000), times: z.number().int().optional() }),
  z.object({ kind: z.literal('status'), status: z.number().int().min(400).max(599), times: z.number().int().optional() }),
  z.object({ kind: z.literal('wrong-nonce'), times: z.number().int().optional() }),
  z.object({ kind: z.literal('wrong-imprint'), times: z.number().int().optional() }),
  z.object({ kind: z.literal('rejection'), times: z.number().int().optional() }),
  z.object({ kind: z.literal('wrong-shape'), times: z.number().int().optional() }),
]);
type Fault = z.infer<typeof fault>;

const tstInfo = '1.2.840.113549.1.9.16.1.4';
const signedData = '1.2.840.113549.1.7.2';

/** A time-stamp authority on this machine (RFC 3161 over HTTP), under a certificate authority of its own. */
export async function startTimeStampAuthority(port: number, keys: AuthorityKeys, host?: string): Promise<Simulator> {
  const key = await privateKeyOf(keys);
  const certificate = Certificate.fromBER(Buffer.from(keys.certificate, 'base64'));
  const faults = faultSwitch(fault);
  let serial = 0;

  async function stamp(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request);
    const played = faults.next();
    if (played?.kind === 'slow') await wait(played.milliseconds);
    if (played?.kind === 'status') return answerJson(response, played.status, { message: 'unavailable' });
    if (played?.kind === 'wrong-shape') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>bảo trì</html>');
    const reply = played?.kind === 'rejection' ? new TimeStampResp({ status: new PKIStatusInfo({ status: 2 }) }) : await granted(new TimeStampReq({ schema: fromBER(body).result }), played);
    response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(Buffer.from(reply.toSchema().toBER()));
  }

  async function granted({ messageImprint, nonce }: TimeStampReq, played: Fault | undefined): Promise<TimeStampResp> {
    serial += 1;
    const other = new MessageImprint({ hashAlgorithm: new AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1' }), hashedMessage: new OctetString({ valueHex: new Uint8Array(32).buffer }) });
    const info = new TSTInfo({
      version: 1,
      policy: '1.3.6.1.4.1.99999.1',
      messageImprint: played?.kind === 'wrong-imprint' ? other : messageImprint,
      serialNumber: new Integer({ value: serial }),
      genTime: new Date(),
      ...(nonce ? { nonce: played?.kind === 'wrong-nonce' ? new Integer({ value: 4711 }) : nonce } : {}),
    });
    return new TimeStampResp({ status: new PKIStatusInfo({ status: 0 }), timeStampToken: await tokenOf(info.toSchema().toBER()) });
  }

  async function tokenOf(content: ArrayBuffer): Promise<ContentInfo> {
    const digest = await crypto.subtle.digest('SHA-256', content);
    const attributes = [
      new Attribute({ type: '1.2.840.113549.1.9.3', values: [new ObjectIdentifier({ value: tstInfo })] }),
      new Attribute({ type: '1.2.840.113549.1.9.4', values: [new OctetString({ valueHex: digest })] }),
    ];
    const data = new SignedData({
      version: 3,
      encapContentInfo: new EncapsulatedContentInfo({ eContentType: tstInfo, eContent: new OctetString({ valueHex: content }) }),
      signerInfos: [new SignerInfo({ version: 1, sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }), signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }) })],
      certificates: [certificate],
    });
    await data.sign(key, 0, 'SHA-256');
    return new ContentInfo({ contentType: signedData, content: data.toSchema(true) });
  }

  return await listen(port, async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://tsa');
    if (pathname === '/faults') return await faults.set(request, response);
    if (request.method === 'POST') return await stamp(request, response);
    return answerJson(response, 404, {});
  }, host);
}

async function bytesOf(request: IncomingMessage): Promise<ArrayBuffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks)).buffer;
}
