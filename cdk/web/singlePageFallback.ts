/**
 * CloudFront function on the viewer's request: an address without a file ending is a page of the client, which
 * decides itself what to show. The embedded runner applies the same rule (local/web/pageOf.ts).
 */
export const singlePageFallback = `
function handler(event) {
  var request = event.request;
  var last = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (last.indexOf('.') === -1) request.uri = '/index.html';
  return request;
}
`.trim();
