import type { Resource } from '@medplum/fhirtypes';

export type Made = Resource & { readonly id: string };

/** Marks a resource as invented; papers and screens show it. */
export const syntheticTag = (base: string) => [{ system: `${base}/CodeSystem/tags`, code: 'synthetic', display: 'Dữ liệu mẫu' }];

export const marked = <T extends Made>(base: string, resource: T): T => ({ ...resource, meta: { ...resource.meta, tag: syntheticTag(base) } });
