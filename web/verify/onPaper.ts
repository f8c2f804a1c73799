/** What a QR on paper says, "#<document>/<16 hexadecimal digits>"; a fragment is sent to no server. */
export type OnPaper = { readonly documentId: string; readonly fingerprint: string };

export function onPaperIn(hash: string): OnPaper | undefined {
  const [, documentId, fingerprint] = /^#([\w.-]{1,64})\/([0-9a-f]{16})$/.exec(hash) ?? [];
  return documentId && fingerprint ? { documentId, fingerprint } : undefined;
}
