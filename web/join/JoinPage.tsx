import { Loading } from '../ui/Feedback.tsx';

/** Where the link in an invitation leads; its secret is in the fragment and never leaves the browser in a URL. */
export const JoinPage = () => <Loading />;
