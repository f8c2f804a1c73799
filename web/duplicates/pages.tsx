import { Route, Switch } from 'wouter-preact';
import { ComparePage } from './ComparePage.tsx';
import { DuplicatesPage } from './DuplicatesPage.tsx';

/** Every page under /duplicates, for whoever decides: a station, or a coordinator. */
export function DuplicatePages() {
  return (
    <Switch>
      <Route path="/duplicates"><DuplicatesPage /></Route>
      <Route path="/duplicates/:id">{({ id }) => <ComparePage key={id} id={id} />}</Route>
    </Switch>
  );
}
