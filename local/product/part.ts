/** Something that was started and has to be stopped. */
export type Part = { readonly stop: () => Promise<void> };
