import type { Refusal } from '../../../shared/kernel/refusal.ts';
import type { ProblemCatalogue } from './catalogue.ts';
import { bookingProblems } from './booking.ts';
import { briefingProblems } from './briefing.ts';
import { consentProblems } from './consent.ts';
import { consultationProblems } from './consultation.ts';
import { fhirProblems } from './fhir.ts';
import { httpProblems } from './http.ts';
import { identityProblems } from './identity.ts';
import { insuranceProblems } from './insurance.ts';
import { operationProblems } from './operations.ts';
import { prescriptionProblems } from './prescription.ts';
import { recordProblems } from './record.ts';
import { roomProblems } from './room.ts';
import { signingProblems } from './signing.ts';
import { terminologyProblems } from './terminology.ts';

/** Every code the API can answer with. A slice adds its own catalogue file here; docs/errors.md is made from it. */
export const problems: ProblemCatalogue<string> = {
  ...httpProblems,
  ...fhirProblems,
  ...operationProblems,
  ...bookingProblems,
  ...consentProblems,
  ...consultationProblems,
  ...roomProblems,
  ...briefingProblems,
  ...identityProblems,
  ...insuranceProblems,
  ...prescriptionProblems,
  ...recordProblems,
  ...signingProblems,
  ...terminologyProblems,
};

export type Language = 'vi' | 'en';

/** RFC 9457, with the permanent code and the request's correlation id. */
export type ProblemBody = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly correlationId: string;
  readonly at?: string;
  readonly help?: unknown;
};

const fill = (text: string, params: Refusal['params'] = {}): string =>
  text.replace(/\{(\w+)\}/g, (hole, name: string) => String(params[name] ?? hole));

export function problemBody(refused: Refusal, language: Language, correlationId: string): ProblemBody {
  const entry = problems[refused.code];
  if (!entry) throw new Error(`no problem entry for ${refused.code}`);
  const words = entry[language];
  return {
    type: `urn:lien-tuyen:problem:${refused.code}`,
    title: words.title,
    status: entry.status,
    detail: fill(words.detail, refused.params),
    code: refused.code,
    correlationId,
    ...(refused.at === undefined ? {} : { at: refused.at }),
    ...(refused.help === undefined ? {} : { help: refused.help }),
  };
}
