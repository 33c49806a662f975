// SPDX-License-Identifier: EUPL-1.2
// Whom a question is asked of, and what comes next while nobody answers: decided from what is known of people and of the
// question, without a database.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plaza::domain::routing {

/// People of whom one question is asked at a time: more feel that others will answer.
inline constexpr std::size_t most_asked = 5;
/// People of whom one question is asked in all, with those who come in place of others.
inline constexpr std::size_t most_in_all = 10;
/// Questions a week that somebody is asked where they said nothing, and the most that may be wished.
inline constexpr int usual_weekly = 3;
inline constexpr int most_weekly = 20;
/// Working days after which the hosts of the network are asked.
inline constexpr int network_days = 7;

/// What speaks for somebody: answers in the group (`group`), on a tag (`tag`), to questions alike (`alike`), that cite a norm (`norm`), or
/// a subject they said they know (`skill`).
struct evidence {
    std::string source;
    std::string name;      ///< of the tag, norm or skill
    int times = 0;         ///< answers
    int accepted = 0;      ///< of these
    double month = 0;      ///< the same weighed by age, each losing all but 1/e of its weight within 30 days,
    double half_year = 0;  ///< within 180 days
    double years = 0;      ///< and within 600 days
};

/// Somebody who may read the question and is not its asker.
struct candidate {
    std::int64_t person = 0;
    std::vector<evidence> known;
    int town = 0;          ///< 3: same band of population and province as the asker's, 2: and region, 1: band alone
    int asked_lately = 0;  ///< questions that they were asked within a week
    int weekly = usual_weekly;
    bool away = false;
    bool declined = false;  ///< asked not to be asked about this
};

/// Why somebody is asked, as it is said to them.
struct reason {
    std::string source;  ///< as of evidence, or `town`
    std::string name;
    int times = 0;
    friend bool operator==(reason const&, reason const&) = default;
};

struct chosen {
    std::int64_t person = 0;
    std::vector<reason> why;  ///< what weighs most first, two and the town at most
};

/// At most `places` people, those first for whom most speaks. Each kind of evidence counts by the part of all of it that
/// is somebody's, so that a busy kind drowns no other. Nobody is chosen for their town alone, nor beyond their week.
std::vector<chosen> choose(std::vector<candidate> const& people, std::size_t places);

/// How a question stands, in microseconds since 1970.
struct standing {
    bool waits = false;                                  ///< for a first answer
    std::optional<std::int64_t> hosts_due, network_due;  ///< nothing where they were asked or nothing is due
    bool hosts_asked = false, network_asked = false;
};

enum class step { nothing, hosts, network };

struct next_step {
    step now = step::nothing;
    std::optional<std::int64_t> look_again;
};

/// What is to be done at a moment. Hosts are asked when their time has come, those of the network when theirs has, one step at a time. Of what does not wait nothing is done, until it waits again.
next_step next(standing const& question, std::int64_t now);

}  // namespace plaza::domain::routing
