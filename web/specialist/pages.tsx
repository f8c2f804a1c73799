import { Route, Switch } from 'wouter-preact';
import type { Me } from '../../shared/identity/contract.ts';
import { common } from '../i18n/common.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/Feedback.tsx';
import { CalendarPage } from './CalendarPage.tsx';
import { CasePage } from './CasePage.tsx';
import { WorkListPage } from './WorkListPage.tsx';

/** Every page under /specialist. */
export function SpecialistPages({ person }: { readonly person: Me }) {
  const t = common();
  return (
    <Switch>
      <Route path="/specialist"><WorkListPage person={person} /></Route>
      <Route path="/specialist/calendar"><CalendarPage person={person} /></Route>
      <Route path="/specialist/case/:id">{({ id }) => <CasePage key={id} id={id} person={person} />}</Route>
      <Route><EmptyState title={t.notFoundTitle} action={<ButtonLink href="/specialist">{t.toStart}</ButtonLink>}>{t.notFoundText}</EmptyState></Route>
    </Switch>
  );
}
