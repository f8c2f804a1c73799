import { socketDeps } from './deps.ts';
import { socketHandler } from './handler.ts';

export const handler = socketHandler(socketDeps());
