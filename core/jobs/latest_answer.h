// A question to a thread of its own, whose answer counts only while no newer one was asked.
#pragma once

#include <QObject>
#include <QString>
#include <stdexcept>

#include "core/jobs/newest_job.h"

namespace tessera {

/// For a service of the GUI thread. Questions that wait are dropped for newer ones, and so are
/// answers.
class LatestAnswer {
public:
    /// Answers arrive in `receiver`'s thread, or never where it is gone.
    explicit LatestAnswer(QObject& receiver) : receiver_(receiver) {}

    /// Calls `work` on the job's thread, and then `done` with what it returned, or `failed` with
    /// the one line that it threw.
    template <typename Work, typename Done, typename Failed>
    void ask(Work work, Done done, Failed failed) {
        job_.push([this, work, done, failed, number = ++newest_] {
            try {
                answer(number, [done, result = work()] { done(result); });
            } catch (const std::exception& error) {
                answer(number, [failed, why = QString::fromUtf8(error.what())] { failed(why); });
            }
        });
    }

    /// Drops what was asked.
    void forget() {
        ++newest_;
        job_.forget();
    }

private:
    template <typename Tell>
    void answer(quint64 number, Tell tell) {
        const auto unlessOlder = [this, number, tell] {
            if (number == newest_) {
                tell();
            }
        };
        QMetaObject::invokeMethod(&receiver_, unlessOlder, Qt::QueuedConnection);
    }

    QObject& receiver_;
    quint64 newest_ = 0;
    NewestJob job_;  // last: it uses all of the above
};

}  // namespace tessera
