import './patient.css';
import { Route, Switch } from 'wouter-preact';
import type { Me } from '../../shared/identity/contract.ts';
import { useQuery } from '../api/useQuery.ts';
import { QueryView } from '../api/QueryView.tsx';
import { signOut } from '../auth/oidc.ts';
import { session } from '../auth/session.ts';
import { common } from '../i18n/common.ts';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/Feedback.tsx';
import { AccessesPage } from './AccessesPage.tsx';
import { DocumentsPage } from './DocumentsPage.tsx';
import { HomePage } from './HomePage.tsx';
import { PrivacyPage } from './PrivacyPage.tsx';
import { RecordPage } from './RecordPage.tsx';
import { CheckPage, RoomPage } from './RoomPage.tsx';
import { SignIn } from './SignIn.tsx';
import { signInWords } from './signInWords.ts';
import { VisitPage } from './VisitPage.tsx';

/** Every page under /patient; without a person it is the sign-in by code. */
export function PatientPages({ person }: { readonly person?: Me }) {
  return <div class="generous patient">{person ? <Signed person={person} /> : session.value ? <Arriving /> : <SignIn />}</div>;
}

/** Signed in, but who it is has not been answered yet: the same reading as the frame's, with its failure shown. */
function Arriving() {
  const person = useQuery('me', {}, {});
  return <QueryView query={person}>{(value) => <Signed person={value} />}</QueryView>;
}

function Signed({ person }: { readonly person: Me }) {
  const t = common();
  const s = signInWords();
  const patientId = person.patient?.split('/')[1];
  if (!patientId) return <EmptyState title={s.staffHere} action={<Button kind="primary" onClick={() => void signOut()}>{t.signOut}</Button>}>{s.staffText}</EmptyState>;
  return (
    <Switch>
      <Route path="/patient"><HomePage person={person} /></Route>
      <Route path="/patient/check"><CheckPage /></Route>
      <Route path="/patient/record"><RecordPage patientId={patientId} /></Route>
      <Route path="/patient/documents"><DocumentsPage patientId={patientId} /></Route>
      <Route path="/patient/accesses"><AccessesPage patientId={patientId} /></Route>
      <Route path="/patient/privacy"><PrivacyPage patientId={patientId} /></Route>
      <Route path="/patient/for/:other">{({ other }) => <RecordPage key={other} patientId={other} />}</Route>
      <Route path="/patient/visit/:id/room">{({ id }) => <RoomPage key={id} id={id} />}</Route>
      <Route path="/patient/visit/:id">{({ id }) => <VisitPage key={id} id={id} />}</Route>
      <Route><EmptyState title={t.notFoundTitle} action={<ButtonLink href="/patient">{t.toStart}</ButtonLink>}>{t.notFoundText}</EmptyState></Route>
    </Switch>
  );
}
