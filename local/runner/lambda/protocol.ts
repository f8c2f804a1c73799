/** What main thread and container say to each other; events and results as JSON text, as in Lambda. */
export type ContainerData = { readonly entry: string; readonly exportName: string };

export type Call = { readonly id: string; readonly event: string; readonly deadline: number; readonly functionArn: string };

export type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly id: string; readonly result: string }
  | { readonly kind: 'error'; readonly id: string; readonly name: string; readonly message: string; readonly stack: string };
