import { Duration, Fn } from 'aws-cdk-lib';
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import type { Parameters } from '../api/parameters.ts';

/** 'wasm-unsafe-eval': the reader of QR codes is WebAssembly, served by ourselves. Only pictures and recordings of the record come from elsewhere, from the origin of files. */
function contentSecurityPolicy({ OidcIssuer, SfuUrl, FilesUrl }: Parameters): string {
  const fixed = [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
  return Fn.join('', [fixed, "; img-src 'self' blob: data: ", FilesUrl.valueAsString, "; media-src 'self' blob: mediastream: ", FilesUrl.valueAsString, "; connect-src 'self' blob: ", originOf(OidcIssuer.valueAsString), ' ', SfuUrl.valueAsString, ' ', SfuUrl.valueAsString, '/']);
}

/** https://host/path -> https://host: the issuer's token endpoint may lie anywhere on its host. */
const originOf = (address: string) => Fn.join('//', [Fn.select(0, Fn.split('//', address)), Fn.select(0, Fn.split('/', Fn.select(1, Fn.split('//', address))))]);

const permissions = 'camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), geolocation=(), payment=(), usb=(), serial=(), midi=()';

/**
 * For what people have uploaded: it is drawn by pages of the product and runs nowhere, whatever it is. It may be embedded
 * from another origin (it is one), in an <img> only: a frame would be refused.
 */
export function fileHeaders(scope: Construct): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, 'FileHeaders', {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'; sandbox; frame-ancestors 'none'", override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, preload: true, override: true },
    },
    customHeadersBehavior: { customHeaders: [{ header: 'cross-origin-resource-policy', value: 'cross-origin', override: true }] },
  });
}

export function securityHeaders(scope: Construct, parameters: Parameters): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, 'SecurityHeaders', {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(parameters), override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, preload: true, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'permissions-policy', value: permissions, override: true },
        { header: 'cross-origin-opener-policy', value: 'same-origin', override: true },
        { header: 'cross-origin-resource-policy', value: 'same-origin', override: true },
      ],
    },
  });
}
