// SPDX-License-Identifier: EUPL-1.2
// What SOCI 4.0.3 lacks: std::optional and bool as column and parameter types.
#pragma once
#include <soci/soci.h>

#include <optional>

namespace soci {

template <class T>
struct type_conversion<std::optional<T>> {
    using base_type = typename type_conversion<T>::base_type;
    static void from_base(base_type const& base, indicator ind, std::optional<T>& out) {
        if (ind == i_null) {
            out.reset();
        } else {
            T value{};
            type_conversion<T>::from_base(base, ind, value);
            out = std::move(value);
        }
    }
    static void to_base(std::optional<T> const& in, base_type& base, indicator& ind) {
        if (in) {
            type_conversion<T>::to_base(*in, base, ind);
        } else {
            ind = i_null;
        }
    }
};

template <>
struct type_conversion<bool> {
    using base_type = int;
    static void from_base(int value, indicator ind, bool& out) {
        if (ind == i_null) throw soci_error("NULL where a bool is expected");
        out = value != 0;
    }
    static void to_base(bool in, int& base, indicator& ind) {
        base = in ? 1 : 0;
        ind = i_ok;
    }
};

}  // namespace soci
