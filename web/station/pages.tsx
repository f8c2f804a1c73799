import { useEffect } from 'preact/hooks';
import { Route, Switch } from 'wouter-preact';
import { AskPage } from '../ask/AskPage.tsx';
import { DeskPage } from '../desk/DeskPage.tsx';
import { common } from '../i18n/common.ts';
import { flushOutbox } from '../offline/outbox.ts';
import { online } from '../offline/online.ts';
import { RequestPage } from '../request/RequestPage.tsx';
import { RoomPage } from '../request/RoomPage.tsx';
import { ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/Feedback.tsx';
import { minute } from '../ui/Wait.tsx';
import { ConsentsPage } from './ConsentsPage.tsx';
import { PatientPage } from './PatientPage.tsx';
import { TodayPage } from './TodayPage.tsx';

/** Every page under /station. */
export function StationPages() {
  const t = common();
  // Whatever page is open: what waits goes when the network is back, and is tried each minute in case nobody told us.
  useEffect(() => void (online.value && flushOutbox()), [online.value, minute.value]);
  return (
    <Switch>
      <Route path="/station"><TodayPage /></Route>
      <Route path="/station/desk"><DeskPage /></Route>
      <Route path="/station/patients/:id">{({ id }) => <PatientPage key={id} patientId={id} />}</Route>
      <Route path="/station/patients/:id/intake">{({ id }) => <AskPage key={id} patientId={id} page="intake" />}</Route>
      <Route path="/station/patients/:id/consents">{({ id }) => <ConsentsPage key={id} patientId={id} />}</Route>
      <Route path="/station/patients/:id/ask">{({ id }) => <AskPage key={id} patientId={id} page="ask" />}</Route>
      <Route path="/station/requests/:id">{({ id }) => <RequestPage key={id} id={id} />}</Route>
      <Route path="/station/requests/:id/room">{({ id }) => <RoomPage key={id} id={id} />}</Route>
      <Route><EmptyState title={t.notFoundTitle} action={<ButtonLink href="/station">{t.toStart}</ButtonLink>}>{t.notFoundText}</EmptyState></Route>
    </Switch>
  );
}
