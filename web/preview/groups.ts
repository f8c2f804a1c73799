import { conclusionPreviews } from '../conclusion/previews.tsx';
import { roomPreviews } from '../room/previews.tsx';
import { specialistPreviews } from '../specialist/previews.tsx';
import { uiPreviews } from '../ui/previews.tsx';
import type { PreviewGroup } from './catalogue.ts';

/** A room adds its own group here. */
export const previewGroups: readonly PreviewGroup[] = [
  uiPreviews,
  conclusionPreviews,
  roomPreviews,
  specialistPreviews,
];
