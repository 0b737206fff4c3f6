// SPDX-License-Identifier: GPL-2.0-only
// Errors as values: the object concerned, what is wrong with it, what to do.
//
// No function of the engine throws or prints. It returns Result<T>; tool/cli is
// the only place that prints an error and chooses an exit code.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace gupkit {

/// Exit codes of every command; documented in `gupkit --help`.
enum class Exit : int {
  done = 0,        ///< the work was done
  findings = 1,    ///< findings, where findings were asked to fail
  failed = 2,      ///< the work could not be done
  interrupted = 130,
};

/// "object: fault; remedy". Every part is a phrase without a final full stop.
struct Error {
  std::string object;
  std::string fault;
  std::string remedy;  ///< may be empty where nothing can be advised

  std::string str() const {
    std::string s = object + ": " + fault;
    if (!remedy.empty()) s += "; " + remedy;
    return s;
  }
};

/// A value, or the error that took its place.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : v_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : v_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return v_.index() == 0; }
  T& operator*() { return std::get<0>(v_); }
  const T& operator*() const { return std::get<0>(v_); }
  T* operator->() { return &std::get<0>(v_); }
  const T* operator->() const { return &std::get<0>(v_); }
  const Error& error() const { return std::get<1>(v_); }

 private:
  std::variant<T, Error> v_;
};

struct Done {};
using Status = Result<Done>;

}  // namespace gupkit
