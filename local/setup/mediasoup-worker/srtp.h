// libsrtp-3-beta style API (as used by mediasoup-worker >= 3.23) on top of
// Debian's libsrtp2 2.5. Header only, C++ only.
#pragma once
#include <cstring>
#include <cstdint>
#include <cstddef>
#include <climits>
#define srtp_policy_t srtp2_policy_t // the v2 struct gives its name up
#include <srtp2/srtp.h>
#undef srtp_policy_t

// Codes that exist only in v3; never returned by v2 (values do not clash).
static constexpr auto srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
static constexpr auto srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

namespace srtp_compat
{
  struct Policy
  {
    srtp2_policy_t v2{};
    unsigned char key[SRTP_MAX_KEY_LEN]{};
  };

  // v3 takes (in, inLen, out, *outCapacity->outLen); v2 works in place on an int length.
  template<typename Fn>
  inline srtp_err_status_t InPlace(
    Fn fn, srtp_t ctx, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t room)
  {
    if (inLen > size_t{ INT_MAX } - room || inLen + room > *outLen)
      return srtp_err_status_buffer_small;

    if (in != out)
      std::memmove(out, in, inLen);

    int len       = static_cast<int>(inLen);
    const auto rc = fn(ctx, out, &len);

    if (rc == srtp_err_status_ok)
      *outLen = static_cast<size_t>(len);

    return rc;
  }
} // namespace srtp_compat

using srtp_policy_t = srtp_compat::Policy*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* p)
{
  *p = new srtp_compat::Policy();

  return srtp_err_status_ok;
}

inline void srtp_policy_destroy(srtp_policy_t p)
{
  if (p)
  {
    volatile unsigned char* k = p->key; // wipe key material
    for (size_t i = 0; i < sizeof(p->key); ++i)
      k[i] = 0;
  }
  delete p;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t p, srtp_ssrc_t ssrc)
{
  p->v2.ssrc = ssrc;

  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t p, srtp_profile_t profile)
{
  const auto rc = srtp_crypto_policy_set_from_profile_for_rtp(&p->v2.rtp, profile);

  return rc ? rc : srtp_crypto_policy_set_from_profile_for_rtcp(&p->v2.rtcp, profile);
}

inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t p,
  const uint8_t* key, size_t keyLen,
  const uint8_t* salt, size_t saltLen,
  const uint8_t* /*mki*/, size_t mkiLen)
{
  if (mkiLen || keyLen > sizeof(p->key) || saltLen > sizeof(p->key) - keyLen)
    return srtp_err_status_bad_param;

  std::memcpy(p->key, key, keyLen);
  std::memcpy(p->key + keyLen, salt, saltLen);
  p->v2.key = p->key;

  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t p, bool allow)
{
  p->v2.allow_repeat_tx = allow;

  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t p, size_t size)
{
  p->v2.window_size = size;

  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t p)
{
  return ::srtp_create(session, static_cast<const srtp2_policy_t*>(&p->v2));
}

inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrcNetworkOrder)
{
  return srtp_remove_stream(session, ssrcNetworkOrder);
}

inline srtp_err_status_t srtp_protect(
  srtp_t c, const uint8_t* in, size_t n, uint8_t* out, size_t* outLen, size_t /*mkiIndex*/)
{
  return srtp_compat::InPlace(
    [](srtp_t c, uint8_t* b, int* l) { return ::srtp_protect(c, static_cast<void*>(b), l); },
    c, in, n, out, outLen, SRTP_MAX_TRAILER_LEN);
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t c, const uint8_t* in, size_t n, uint8_t* out, size_t* outLen, size_t /*mkiIndex*/)
{
  return srtp_compat::InPlace(
    [](srtp_t c, uint8_t* b, int* l) { return ::srtp_protect_rtcp(c, static_cast<void*>(b), l); },
    c, in, n, out, outLen, SRTP_MAX_TRAILER_LEN + 4);
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t c, const uint8_t* in, size_t n, uint8_t* out, size_t* outLen)
{
  return srtp_compat::InPlace(
    [](srtp_t c, uint8_t* b, int* l) { return ::srtp_unprotect(c, static_cast<void*>(b), l); },
    c, in, n, out, outLen, 0);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t c, const uint8_t* in, size_t n, uint8_t* out, size_t* outLen)
{
  return srtp_compat::InPlace(
    [](srtp_t c, uint8_t* b, int* l) { return ::srtp_unprotect_rtcp(c, static_cast<void*>(b), l); },
    c, in, n, out, outLen, 0);
}
