import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Product } from '../product/startProduct.ts';
import { actorFor } from './actor.ts';
import { scenes } from './scenes.ts';

/**
 * Plays what happened before, once for a folder of data. A scene that is refused is told and left out: the product can
 * be used without it.
 */
export async function playScenes({ baseUrl, dataDir }: Pick<Product, 'baseUrl' | 'dataDir'>, log: (line: string) => void): Promise<void> {
  const played = join(dataDir, 'scenes-played');
  if (existsSync(played)) return;
  const [nurse, nurse2, specialist, specialist2] = await Promise.all([actorFor(baseUrl, 'nurse'), actorFor(baseUrl, 'nurse2'), actorFor(baseUrl, 'specialist'), actorFor(baseUrl, 'specialist2')]);
  for (const { title, play } of scenes) await play({ nurse, nurse2, specialist, specialist2 }).catch((error: unknown) => log(`  scene "${title}" left out: ${String(error)}`));
  await writeFile(played, '');
}
