import type { CreationOptions, PasskeyCreation, RequestOptions, StepUpRequest } from '../../shared/identity/passkeys/contract.ts';

/** Why the browser gave nothing: the person said no or took too long, the device has it already, or it can't. */
export type CeremonyFault = 'declined' | 'known' | 'unable';
export type Ceremony<T> = { readonly ok: true; readonly credential: T } | { readonly ok: false; readonly fault: CeremonyFault };

/** The JSON forms of Web Authentication Level 3; browsers without them are told so. */
export const passkeysWork = (): boolean => typeof PublicKeyCredential === 'function' && typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function';

/** Asks the device to make a passkey (navigator.credentials.create). */
export async function createPasskey(options: CreationOptions): Promise<Ceremony<PasskeyCreation['credential']>> {
  return await performed(async () => await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options as unknown as PublicKeyCredentialCreationOptionsJSON) }));
}

/** Asks the device to sign with one (navigator.credentials.get). */
export async function usePasskey(options: RequestOptions): Promise<Ceremony<StepUpRequest['credential']>> {
  return await performed(async () => await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options as unknown as PublicKeyCredentialRequestOptionsJSON) }));
}

async function performed<T>(run: () => Promise<Credential | null>): Promise<Ceremony<T>> {
  if (!passkeysWork()) return { ok: false, fault: 'unable' };
  try {
    const made = await run();
    return made ? { ok: true, credential: (made as PublicKeyCredential).toJSON() as T } : { ok: false, fault: 'declined' };
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'InvalidStateError') return { ok: false, fault: 'known' };
    if (name === 'NotAllowedError' || name === 'AbortError') return { ok: false, fault: 'declined' };
    if (name === 'SecurityError' || name === 'NotSupportedError' || name === 'ConstraintError') return { ok: false, fault: 'unable' };
    throw error;
  }
}
