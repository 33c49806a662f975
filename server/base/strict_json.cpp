// SPDX-License-Identifier: EUPL-1.2
#include "base/strict_json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_stack.hpp>

#include <algorithm>

namespace plaza::base {
namespace {

namespace json = boost::json;

/// Builds the value and counts the members that were written: Boost.JSON keeps the last of two equal keys, so
/// that fewer members than were written means a duplicate.
struct counting_handler {
    static constexpr std::size_t max_object_size = json_limits::members;
    static constexpr std::size_t max_array_size = json::array::max_size();
    static constexpr std::size_t max_key_size = json::string::max_size();
    static constexpr std::size_t max_string_size = json::string::max_size();

    json::value_stack stack;
    std::size_t members = 0;

    counting_handler() { stack.reset(); }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&) { return true; }
    bool on_object_end(std::size_t n, json::error_code&) {
        members += n;
        stack.push_object(n);
        return true;
    }
    bool on_array_begin(json::error_code&) { return true; }
    bool on_array_end(std::size_t n, json::error_code&) {
        stack.push_array(n);
        return true;
    }
    bool on_key_part(json::string_view s, std::size_t, json::error_code&) {
        stack.push_chars(s);
        return true;
    }
    bool on_key(json::string_view s, std::size_t, json::error_code&) {
        stack.push_key(s);
        return true;
    }
    bool on_string_part(json::string_view s, std::size_t, json::error_code&) {
        stack.push_chars(s);
        return true;
    }
    bool on_string(json::string_view s, std::size_t, json::error_code&) {
        stack.push_string(s);
        return true;
    }
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t i, json::string_view, json::error_code&) {
        stack.push_int64(i);
        return true;
    }
    bool on_uint64(std::uint64_t u, json::string_view, json::error_code&) {
        stack.push_uint64(u);
        return true;
    }
    bool on_double(double d, json::string_view, json::error_code&) {
        stack.push_double(d);
        return true;
    }
    bool on_bool(bool b, json::error_code&) {
        stack.push_bool(b);
        return true;
    }
    bool on_null(json::error_code&) {
        stack.push_null();
        return true;
    }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }
};

std::size_t count_members(json::value const& value) {
    std::size_t count = 0;
    if (auto const* object = value.if_object()) {
        count = object->size();
        for (auto const& member : *object) count += count_members(member.value());
    } else if (auto const* array = value.if_array()) {
        for (auto const& item : *array) count += count_members(item);
    }
    return count;
}

problem malformed() { return invalid("$", "malformed_json"); }

}  // namespace

result<json::value> parse_json(std::string_view body) {
    json::parse_options options;
    options.max_depth = json_limits::depth;
    json::basic_parser<counting_handler> parser(options);
    json::error_code error;
    auto const read = parser.write_some(false, body.data(), body.size(), error);
    if (error || read != body.size()) return malformed();
    auto& handler = parser.handler();
    auto value = handler.stack.release();
    if (count_members(value) != handler.members) return malformed();
    return value;
}

object_reader::object_reader(std::string_view body) {
    auto parsed = parse_json(body);
    if (!parsed) {
        malformed_ = parsed.error();
    } else if (!parsed->is_object()) {
        malformed_ = invalid("body", "wrong_type");
    } else {
        root_ = std::move(*parsed);
    }
    if (malformed_) root_.emplace_object();
}

std::vector<std::int64_t> object_reader::integer_list(std::string_view name, std::int64_t min, std::int64_t max,
                                                      std::size_t max_items) {
    std::vector<std::int64_t> numbers;
    auto const* value = take(name, presence::optional);
    if (!value) return numbers;
    auto const* array = value->if_array();
    if (!array || array->size() > max_items) {
        refuse(name, array ? "too_many" : "wrong_type");
        return numbers;
    }
    for (auto const& item : *array) {
        auto const* number = item.if_int64();
        if (!number || *number < min || *number > max) {
            refuse(name, number ? "out_of_range" : "wrong_type");
            return {};
        }
        numbers.push_back(*number);
    }
    return numbers;
}

bool object_reader::has(std::string_view name) const { return root_.get_object().contains(name); }

void object_reader::refuse(std::string_view name, std::string_view code) { errors_.emplace_back(name, code); }

/// The field's value; null counts as missing.
json::value const* object_reader::take(std::string_view name, presence need) {
    known_.emplace_back(name);
    auto const* value = root_.get_object().if_contains(name);
    if (value && !value->is_null()) return value;
    if (need == presence::required) refuse(name, "required");
    return nullptr;
}

std::optional<std::string> object_reader::read_text(std::string_view name, text_limits limits, presence need) {
    auto const* value = take(name, need);
    if (!value) return {};
    auto const* written = value->if_string();
    if (!written) {
        refuse(name, "wrong_type");
        return {};
    }
    auto cleaned = clean_text({written->data(), written->size()}, limits);
    if (!cleaned) {
        refuse(name, cleaned.error().type);
        return {};
    }
    return std::move(*cleaned);
}

std::string object_reader::text(std::string_view name, text_limits limits) {
    auto const need = limits.min > 0 ? presence::required : presence::optional;
    return read_text(name, limits, need).value_or(std::string{});
}

std::optional<std::string> object_reader::optional_text(std::string_view name, text_limits limits) {
    return read_text(name, limits, presence::optional);
}

std::string object_reader::secret(std::string_view name, std::size_t max) {
    auto const* value = take(name, presence::required);
    if (!value) return {};
    auto const* written = value->if_string();
    if (!written) {
        refuse(name, "wrong_type");
        return {};
    }
    std::string_view const secret(written->data(), written->size());
    if (secret.empty()) {
        refuse(name, "required");
    } else if (secret.find('\0') != std::string_view::npos) {
        refuse(name, "invalid_character");
    } else if (auto normal = normalise(secret); count_code_points(normal) > max) {
        refuse(name, "too_long");
    } else {
        return normal;
    }
    return {};
}

std::optional<std::int64_t> object_reader::read_integer(std::string_view name, std::int64_t min, std::int64_t max,
                                                        presence need) {
    auto const* value = take(name, need);
    if (!value) return {};
    auto const* number = value->if_int64();
    if (!number) {
        refuse(name, value->is_uint64() ? "out_of_range" : "wrong_type");
        return {};
    }
    if (*number < min || *number > max) {
        refuse(name, "out_of_range");
        return {};
    }
    return *number;
}

std::int64_t object_reader::integer(std::string_view name, std::int64_t min, std::int64_t max) {
    return read_integer(name, min, max, presence::required).value_or(0);
}

std::optional<std::int64_t> object_reader::optional_integer(std::string_view name, std::int64_t min, std::int64_t max) {
    return read_integer(name, min, max, presence::optional);
}

std::optional<bool> object_reader::read_boolean(std::string_view name, presence need) {
    auto const* value = take(name, need);
    if (!value) return {};
    if (value->is_bool()) return value->get_bool();
    refuse(name, "wrong_type");
    return {};
}

bool object_reader::boolean(std::string_view name) { return read_boolean(name, presence::required).value_or(false); }

std::optional<bool> object_reader::optional_boolean(std::string_view name) {
    return read_boolean(name, presence::optional);
}

std::optional<std::string> object_reader::read_choice(std::string_view name,
                                                      std::initializer_list<std::string_view> words, presence need) {
    auto const* value = take(name, need);
    if (!value) return {};
    auto const* written = value->if_string();
    if (!written) {
        refuse(name, "wrong_type");
        return {};
    }
    std::string_view const word(written->data(), written->size());
    if (std::find(words.begin(), words.end(), word) != words.end()) return std::string(word);
    refuse(name, "unknown_value");
    return {};
}

std::string object_reader::choice(std::string_view name, std::initializer_list<std::string_view> words) {
    return read_choice(name, words, presence::required).value_or(std::string{});
}

std::optional<std::string> object_reader::optional_choice(std::string_view name,
                                                          std::initializer_list<std::string_view> words) {
    return read_choice(name, words, presence::optional);
}

std::string object_reader::texts(std::string_view name, std::size_t max_fields, std::size_t max_bytes) {
    auto const* value = take(name, presence::required);
    if (!value) return {};
    auto const* object = value->if_object();
    auto const plain = [](json::object::value_type const& member) {
        auto const* written = member.value().if_string();
        return written && written->find('\0') == json::string::npos &&
               member.key().find('\0') == json::string_view::npos;
    };
    if (!object) {
        refuse(name, "wrong_type");
    } else if (object->size() > max_fields) {
        refuse(name, "too_many");
    } else if (!std::all_of(object->begin(), object->end(),
                            [](auto const& member) { return member.value().is_string(); })) {
        refuse(name, "wrong_type");
    } else if (!std::all_of(object->begin(), object->end(), plain)) {
        refuse(name, "invalid_character");
    } else if (auto written = json::serialize(*object); written.size() > max_bytes) {
        refuse(name, "too_long");
    } else {
        return written;
    }
    return {};
}

std::string object_reader::object(std::string_view name, std::size_t max_bytes) {
    auto const* value = take(name, presence::required);
    if (!value) return {};
    auto const* object = value->if_object();
    if (!object) {
        refuse(name, "wrong_type");
        return {};
    }
    auto written = json::serialize(*object);
    if (written.size() <= max_bytes) return written;
    refuse(name, "too_long");
    return {};
}

std::vector<std::string> object_reader::text_list(std::string_view name, text_limits each, std::size_t max_items) {
    std::vector<std::string> texts;
    auto const* value = take(name, presence::optional);
    if (!value) return texts;
    auto const* array = value->if_array();
    if (!array) {
        refuse(name, "wrong_type");
        return texts;
    }
    if (array->size() > max_items) {
        refuse(name, "too_many");
        return texts;
    }
    for (auto const& item : *array) {
        auto const* written = item.if_string();
        if (!written) {
            refuse(name, "wrong_type");
            return {};
        }
        auto cleaned = clean_text({written->data(), written->size()}, each);
        if (!cleaned) {
            refuse(name, cleaned.error().type);
            return {};
        }
        texts.push_back(std::move(*cleaned));
    }
    return texts;
}

std::optional<base::problem> object_reader::problem() {
    if (malformed_) return malformed_;
    auto errors = errors_;
    for (auto const& member : root_.get_object()) {
        std::string_view const name(member.key().data(), member.key().size());
        if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
        errors.emplace_back(plain_extract(scrub_text(name, false), 64), "unknown_field");
    }
    if (errors.empty()) return {};
    return base::problem{422, "invalid", std::move(errors), {}};
}

}  // namespace plaza::base
