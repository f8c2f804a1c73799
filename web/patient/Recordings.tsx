import { Link } from 'wouter-preact';
import type { Chart } from '../../shared/record/contract.ts';
import { dayTime } from '../i18n/format.ts';
import { lengthOf, RecordingPlayer } from '../room/CallRecordings.tsx';
import { Panel } from '../ui/Panel.tsx';
import { patientWords } from './words.ts';

type OwnRecording = NonNullable<Chart['recordings']>[number];

/** With whom the recorded call was; who asked for the recording where the visit is not in the chart any more. */
export const withWhom = ({ visits }: Pick<Chart, 'visits'>, { consultationId, by }: OwnRecording): string => {
  const visit = visits.find((each) => each.consultationId === consultationId);
  return visit ? patientWords().with(visit.specialist ?? '', visit.facility) : by;
};

/** Recordings of one's own calls; nothing at all where there is none, as in most places. */
export function Recordings({ chart }: { readonly chart: Chart }) {
  const t = patientWords();
  const { recordings = [] } = chart;
  if (recordings.length === 0) return null;
  return (
    <Panel title={t.recordings}>
      <ul class="stack patient-recordings">
        {recordings.map((recording) => (
          <li key={recording.id} class="stack-tight">
            <p><b class="number">{dayTime(recording.at)}</b><br />{withWhom(chart, recording)}</p>
            <RecordingPlayer recording={recording} large />
          </li>
        ))}
      </ul>
      <p class="soft">{t.recordingsText} <Link href="/patient/privacy">{t.recordingsRights}</Link></p>
    </Panel>
  );
}

export const spokenRecordings = (chart: Chart): readonly string[] =>
  (chart.recordings ?? []).map((recording) => [dayTime(recording.at), withWhom(chart, recording), recording.state === 'there' ? lengthOf(recording.seconds) : ''].filter(Boolean).join(', '));
