/** Addresses of our own code systems and extensions under the deployment's base. */
export const codeSystem = (base: string, name: 'consultation-state' | 'specialty' | 'consultation-mode' | 'task-input' | 'task-output' | 'outcome' | 'message-audience'): string =>
  `${base}/CodeSystem/${name}`;

export type ExtensionName =
  | 'consultation-history'
  | 'consultation-question'
  | 'waiting-since'
  | 'asked-facility'
  | 'named-specialist'
  | 'specialist'
  | 'requesting-practitioner'
  | 'patient-birth-date'
  | 'patient-sex'
  | 'appointment'
  | 'room'
  | 'no-show-hint'
  | 'patient-informed'
  | 'consultation-outcome'
  | 'pending-conclusion'
  | 'cosigner';

export const extensionUrl = (base: string, name: ExtensionName): string => `${base}/StructureDefinition/${name}`;
