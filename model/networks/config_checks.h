// What a config's numbers and words may be; each throws std::runtime_error that names the option,
// its value and what it may be.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

namespace tessera {

void check_range(const char* name, int64_t value, int64_t low, int64_t high);
void check_odd(const char* name, int64_t value, int64_t high);
void check_choice(const char* name,
                  const std::string& value,
                  std::initializer_list<const char*> choices);

/// One of the ways of UpsampleOptions::kind, or "transpose".
void check_upsampler(const std::string& value);

}  // namespace tessera
