import * as z from 'zod';

const base64url = (most: number) => z.string().min(1).max(most).regex(/^[A-Za-z0-9_-]+$/);
const credential = { id: base64url(1400), rawId: base64url(1400), type: z.literal('public-key') };

/** POST /api/passkeys: what the browser gave for the options of POST /api/passkey-registrations. Its other fields are ignored. */
export const passkeyCreation = z.strictObject({
  name: z.string().trim().min(1).max(60),
  credential: z.object({
    ...credential,
    response: z.object({ clientDataJSON: base64url(4000), attestationObject: base64url(20_000), transports: z.array(z.string().max(20)).max(10).readonly().optional() }),
  }),
});
export type PasskeyCreation = z.infer<typeof passkeyCreation>;

/** POST /api/step-ups: what the browser gave for the options in the refusal HTTP_STEP_UP_NEEDED; `id` stands there too. */
export const stepUpRequest = z.strictObject({
  id: base64url(60),
  credential: z.object({
    ...credential,
    response: z.object({ clientDataJSON: base64url(4000), authenticatorData: base64url(4000), signature: base64url(2000), userHandle: base64url(200).optional() }),
  }),
});
export type StepUpRequest = z.infer<typeof stepUpRequest>;

/** Until when the command may be sent (ISO instant). */
export type StepUpAnswer = { readonly until: string };

/** POST /api/practitioners/{id}/passkey-resets. */
export const passkeyReset = z.strictObject({ reason: z.enum(['lost', 'stolen', 'left']) });
export type PasskeyReset = z.infer<typeof passkeyReset>;
export type PasskeyResetAnswer = { readonly removed: number };

/** A passkey as its person sees it. Instants are ISO. */
export type PasskeyView = { readonly id: string; readonly name: string; readonly createdAt: string; readonly lastUsedAt?: string; /** Copied by its provider to the person's other devices. */ readonly backedUp: boolean };

/** GET /api/passkeys. `required`: this deployment takes nothing else for signing. */
export type Passkeys = { readonly passkeys: readonly PasskeyView[]; readonly required: boolean };

type Descriptor = { readonly type: 'public-key'; readonly id: string; readonly transports?: readonly string[] };

/** Web Authentication 5.1.8, `PublicKeyCredentialCreationOptionsJSON`. */
export type CreationOptions = {
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly challenge: string;
  readonly pubKeyCredParams: readonly { readonly type: 'public-key'; readonly alg: number }[];
  readonly timeout: number;
  readonly excludeCredentials: readonly Descriptor[];
  readonly authenticatorSelection: { readonly residentKey: 'preferred'; readonly userVerification: 'required' };
  readonly attestation: 'none';
};

/** Web Authentication 5.1.10, `PublicKeyCredentialRequestOptionsJSON`. */
export type RequestOptions = { readonly challenge: string; readonly rpId: string; readonly timeout: number; readonly userVerification: 'required'; readonly allowCredentials: readonly Descriptor[] };

/**
 * How to go on after HTTP_STEP_UP_NEEDED, as the problem's `help`: by a passkey and POST /api/step-ups, or by signing
 * in at the issuer again (`max_age`, seconds, as RFC 9470 3). Then the same command with the same Idempotency-Key.
 */
export type StepUpHelp =
  | { readonly method: 'passkey'; readonly id: string; readonly options: RequestOptions }
  | { readonly method: 'sign-in'; readonly max_age: number };
