import { join } from 'node:path';
import type { JSONWebKeySet, JWK } from 'jose';
import { startInsurerPortal } from './insurerPortal.ts';
import { startPartnerServer } from './partnerServer.ts';
import { startPrescriptionSystem } from './prescriptionSystem.ts';
import { startSmsGateway } from './sms.ts';
import { startTimeStampAuthority } from './timeStampAuthority.ts';
import { authorityKeys } from './timeStampKeys.ts';

export { simulatorSecrets } from './accounts.ts';

export type Simulators = { readonly insurerUrl: string; readonly smsUrl: string; readonly partnerUrl: string; readonly timeStampUrl: string; /** Its certificate authority, base64 of DER. */ readonly timeStampAuthority: string; readonly prescriptionUrl: string; readonly stop: () => Promise<void> };

/** In the world, certificates that facilities bring to the insurer's office. */
async function registeredKeys(url: string): Promise<readonly JWK[]> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
  return ((await answer.json()) as JSONWebKeySet).keys;
}

type Places = { readonly insurerPort: number; readonly smsPort: number; readonly partnerPort: number; readonly timeStampPort?: number; readonly prescriptionPort?: number; readonly dataDir: string; readonly host?: string; /** Where the product publishes the keys that facilities have registered with the insurer; read when a signed message comes. */ readonly keysUrl?: () => string };

/**
 * The outside systems of the product on this machine: the insurer's portal, the SMS gateway, another hospital's FHIR
 * server, a time-stamp authority, the national e-prescription system. Port 0: any free one.
 * They listen on loopback; `host` 0.0.0.0 lets containers in.
 */
export async function startSimulators({ insurerPort, smsPort, partnerPort, timeStampPort = 0, prescriptionPort = 0, dataDir, host, keysUrl }: Places): Promise<Simulators> {
  const insurer = await startInsurerPortal(insurerPort, host, keysUrl ? { keys: () => registeredKeys(keysUrl()) } : {});
  const sms = await startSmsGateway(smsPort, join(dataDir, 'sms-inbox.jsonl'), host).catch(async (error: unknown) => {
    await insurer.stop();
    throw error;
  });
  const partner = await startPartnerServer(partnerPort, host).catch(async (error: unknown) => {
    await Promise.all([insurer.stop(), sms.stop()]);
    throw error;
  });
  const keys = await authorityKeys(join(dataDir, 'time-stamp-authority.json'));
  const stamps = await startTimeStampAuthority(timeStampPort, keys, host).catch(async (error: unknown) => {
    await Promise.all([insurer.stop(), sms.stop(), partner.stop()]);
    throw error;
  });
  const prescriptions = await startPrescriptionSystem(prescriptionPort, host).catch(async (error: unknown) => {
    await Promise.all([insurer.stop(), sms.stop(), partner.stop(), stamps.stop()]);
    throw error;
  });
  return {
    insurerUrl: insurer.url,
    smsUrl: sms.url,
    partnerUrl: partner.url,
    timeStampUrl: stamps.url,
    timeStampAuthority: keys.authority,
    prescriptionUrl: prescriptions.url,
    stop: async () => {
      await Promise.all([insurer.stop(), sms.stop(), partner.stop(), stamps.stop(), prescriptions.stop()]);
    },
  };
}
