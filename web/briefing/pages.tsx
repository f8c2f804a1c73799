import './briefing.css';
import { Route, Switch } from 'wouter-preact';
import type { Me } from '../../shared/identity/contract.ts';
import { BriefingPage } from './BriefingPage.tsx';
import { ListPage } from './ListPage.tsx';
import { PlanPage } from './PlanPage.tsx';

/** Every page under /briefings, for staff. */
export function BriefingPages({ person }: { readonly person: Me }) {
  const mayPlan = person.roles.includes('coordinator') || person.roles.includes('specialist');
  return (
    <Switch>
      <Route path="/briefings"><ListPage mayPlan={mayPlan} /></Route>
      <Route path="/briefings/new"><PlanPage ownFacility={person.organization?.reference.split('/')[1]} /></Route>
      <Route path="/briefings/:id">{({ id }) => <BriefingPage key={id} id={id} />}</Route>
    </Switch>
  );
}
