/** Jest's global teardown: stops what startTarget started. */
export default async function stopTarget(): Promise<void> {
  await globalThis.lienTuyenProduct?.stop();
}
