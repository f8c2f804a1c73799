import { eventsDeps } from './deps.ts';
import { eventsHandler } from './handler.ts';

export const handler = eventsHandler(eventsDeps());
