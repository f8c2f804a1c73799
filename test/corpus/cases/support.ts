/** A resource and what the specification says of it: valid, or at fault at an element (FHIRPath). */
export type Case = { readonly title: string; readonly resource: unknown; readonly at?: string };

export const good = (title: string, resource: unknown): Case => ({ title, resource });
export const bad = (title: string, resource: unknown, at: string): Case => ({ title, resource, at });

/** The least valid resource of each kind, with more. */
export const patient = (more: object = {}) => ({ resourceType: 'Patient', ...more });
export const observation = (more: object = {}) => ({ resourceType: 'Observation', status: 'final', code: { text: 'mạch' }, ...more });
export const basic = (more: object = {}) => ({ resourceType: 'Basic', code: { text: 'x' }, ...more });
export const extended = (value: object) => basic({ extension: [{ url: 'https://example.org/e', ...value }] });
export const narrative = (inner: string) => patient({ text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${inner}</div>` } });
export const bundle = (type: string, entry?: readonly object[], more: object = {}) => ({ resourceType: 'Bundle', type, ...(entry ? { entry } : {}), ...more });
export const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
