import { useEffect, useRef, useState } from 'preact/hooks';
import type { RoomPass } from '../../shared/room/contract.ts';
import { command, isPassing } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { Loading, ProblemView } from '../ui/Feedback.tsx';
import { lazyPage } from '../shell/lazyPage.tsx';
import type { Photos } from '../talk/usePhotos.ts';
import type { Talk } from '../talk/useTalk.ts';

/** The call is a chunk of its own: fetched when somebody enters a room. */
const RoomStage = lazyPage(async () => (await import('./RoomStage.tsx')).RoomStage);

type ConsultationRoomProps = {
  readonly consultationId: string;
  readonly onLeave: () => void;
  /** Somebody else is in the room and can be heard. */
  readonly onMet?: () => void;
  readonly onRoom?: (inside: boolean) => void;
  readonly talk?: Talk;
  readonly photos?: Photos;
};

/** The room of one consultation: asks for a pass, then checks the devices and joins. */
export function ConsultationRoom({ consultationId, onLeave, onMet, onRoom, talk, photos }: ConsultationRoomProps) {
  const [pass, setPass] = useState<RoomPass | undefined>(undefined);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const met = useRef(onMet);
  met.current = onMet;
  const ask = async () => {
    setProblem(undefined);
    const answer = await freshPass(consultationId);
    if (answer.ok) setPass(answer.value);
    else setProblem(answer.problem);
  };
  useEffect(() => void ask(), [consultationId]);
  useEffect(() => {
    const keep = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', keep);
    return () => removeEventListener('beforeunload', keep);
  }, []);
  if (problem) return <ProblemView problem={problem} onRetry={() => void ask()} />;
  if (!pass) return <Loading rows={1} />;
  return (
    <RoomStage
      pass={pass} renewPass={() => renewed(consultationId)} onLeave={onLeave} talk={talk} photos={photos}
      onView={({ state }) => {
        onRoom?.(state.kind !== 'ended');
        if (state.kind === 'in-call' || state.kind === 'audio-only') met.current?.();
      }}
    />
  );
}

/** Each pass is good for one join, so each is asked for under a key of its own. */
const freshPass = (id: string) => command('roomToken', { id }, {}, { key: crypto.randomUUID() });

async function renewed(id: string): Promise<RoomPass | undefined> {
  const answer = await freshPass(id);
  if (answer.ok) return answer.value;
  if (isPassing(answer.problem)) throw new Error(answer.problem.code);
  return undefined;
}
