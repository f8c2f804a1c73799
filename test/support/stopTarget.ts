import { keepLogsOf, keepPeople } from '../../local/test/logs/folder.ts';
import { peopleIn } from './peopleIn.ts';

/** Jest's global teardown: stops what startTarget started, and keeps its logs and who its people were for the last phase of `npm test`. */
export default async function stopTarget(): Promise<void> {
  const product = globalThis.lienTuyenProduct;
  if (!product) return;
  const { dataDir, records } = product;
  keepPeople(`product-${process.pid}`, await peopleIn(records));
  await product.stop();
  keepLogsOf(dataDir);
}
