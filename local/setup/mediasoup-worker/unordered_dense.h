// The part of ankerl::unordered_dense that mediasoup-worker uses, on the standard library.
#pragma once
#include <cstdint>
#include <functional>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense
{
  template<typename T>
  struct hash
  {
    // Integers are mixed (splitmix64) because callers combine the results.
    uint64_t operator()(const T& v) const noexcept
    {
      uint64_t x;
      if constexpr (std::is_integral_v<T> || std::is_enum_v<T>)
        x = static_cast<uint64_t>(v);
      else
        return std::hash<T>{}(v);
      x += 0x9e3779b97f4a7c15ULL;
      x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
      x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
      return x ^ (x >> 31);
    }
  };

  template<typename K, typename V, typename H = hash<K>, typename E = std::equal_to<K>>
  using map = std::unordered_map<K, V, H, E>;
  template<typename K, typename H = hash<K>, typename E = std::equal_to<K>>
  using set = std::unordered_set<K, H, E>;
} // namespace ankerl::unordered_dense
