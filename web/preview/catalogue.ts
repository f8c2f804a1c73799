import type { ComponentChildren } from 'preact';

/** Named states of a view. `group/name` is its address: /preview/group/name. */
export type Preview = { readonly name: string; readonly title: string; readonly look?: 'page' | 'dense' | 'generous'; readonly show: () => ComponentChildren };
export type PreviewGroup = { readonly group: string; readonly previews: readonly Preview[] };
