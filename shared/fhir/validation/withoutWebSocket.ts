/**
 * @medplum/core looks at the WebSocket global when it is loaded, and Node then loads its whole HTTP client: 40 to 70 ms
 * of a cold start for something that the validator never uses. Imported before it.
 */
const lazy = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
if (lazy?.get) Object.defineProperty(globalThis, 'WebSocket', { configurable: true, writable: true, value: class WebSocket {} });
