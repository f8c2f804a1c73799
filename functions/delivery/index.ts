import { deliveryDeps } from './deps.ts';
import { deliveryHandler } from './handler.ts';

export const handler = deliveryHandler(deliveryDeps());
