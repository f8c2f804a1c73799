/** R4 OperationOutcome.issue, errors only. `expression` is the FHIRPath of the element at fault. */
export type Issue = { readonly code: 'structure' | 'invariant' | 'code-invalid' | 'value' | 'required'; readonly diagnostics: string; readonly expression: string };
