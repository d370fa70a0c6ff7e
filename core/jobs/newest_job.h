// A thread that runs the newest of the jobs it is given.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace tessera {

/// One job runs at a time and one waits at most; a newer one takes its place. Jobs throw nothing.
/// Where the system can, the thread gives way to others, such as a render's.
class NewestJob {
public:
    NewestJob();
    ~NewestJob();  ///< forgets what waits and lets what runs end

    void push(std::function<void()> job);
    void forget();  ///< what waits

private:
    void run(const std::stop_token& stop);

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::function<void()> waiting_;
    std::jthread thread_;  // last: it uses all of the above
};

}  // namespace tessera
