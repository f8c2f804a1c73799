/** Where the suite runs. Set by globalSetup (embedded) or by the environment of the deployed product. */
export type Target = {
  readonly kind: 'embedded' | 'localstack' | 'aws';
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** The origin of files, where the embedded product has it. */
  readonly filesUrl?: string;
  /** Simulators of outside systems; the deployed product is given their addresses too. */
  readonly smsUrl: string;
  readonly insurerUrl: string;
  /** The simulator of another hospital's FHIR server, which the product was allowed to call. */
  readonly partnerUrl?: string;
  /** The time-stamp authority, where faults can be set. */
  readonly timeStampUrl?: string;
  readonly prescriptionUrl?: string;
  /** An issuer of ours that is not on the product's own origin; tokens of another one are given as TOKEN_<USER>. */
  readonly issuerUrl?: string;
  /** Where the embedded product keeps its data and logs. */
  readonly dataDir?: string;
};

export function target(): Target {
  const text = process.env['LIEN_TUYEN_TARGET'];
  if (!text) throw new Error('LIEN_TUYEN_TARGET is not set: run through jest with the integration or journeys project');
  return JSON.parse(text) as Target;
}
