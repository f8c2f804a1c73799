import { accountPreviews } from '../account/previews.tsx';
import { askPreviews } from '../ask/previews.tsx';
import { briefingPreviews } from '../briefing/previews.tsx';
import { conclusionPreviews } from '../conclusion/previews.tsx';
import { deskPreviews } from '../desk/previews.tsx';
import { duplicatePreviews } from '../duplicates/previews.tsx';
import { insurancePreviews } from '../insurance/previews.tsx';
import { joinPreviews } from '../join/previews.tsx';
import { overviewPreviews } from '../overview/previews.tsx';
import { requestPreviews } from '../request/previews.tsx';
import { patientPreviews } from '../patient/previews.tsx';
import { privacyPreviews } from '../privacy/previews.tsx';
import { prescribePreviews } from '../prescribe/previews.tsx';
import { roomPreviews } from '../room/previews.tsx';
import { shellPreviews } from '../shell/previews.tsx';
import { specialistPreviews } from '../specialist/previews.tsx';
import { stationPreviews } from '../station/previews.tsx';
import { uiPreviews } from '../ui/previews.tsx';
import { verifyPreviews } from '../verify/previews.tsx';
import type { PreviewGroup } from './catalogue.ts';

/** A room adds its own group here, one a line. */
export const previewGroups: readonly PreviewGroup[] = [
  uiPreviews,
  shellPreviews,
  stationPreviews,
  deskPreviews,
  duplicatePreviews,
  insurancePreviews,
  askPreviews,
  requestPreviews,
  joinPreviews,
  conclusionPreviews,
  verifyPreviews,
  prescribePreviews,
  roomPreviews,
  briefingPreviews,
  specialistPreviews,
  patientPreviews,
  privacyPreviews,
  overviewPreviews,
  accountPreviews,
];
