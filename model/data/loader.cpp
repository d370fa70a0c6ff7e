// The loader's threads, its order and its cache.
#include "model/data/loader.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <thread>

#include "model/data/augment.h"

namespace tessera {
namespace {

constexpr double kMostLeftOut = 0.05;
constexpr int64_t kAhead = 2;  // batches that wait for each thread

/// The order in which pictures are seen: a new permutation each time that all have been.
class Order {
public:
    Order(uint64_t seed, int64_t count) : seed_(seed), count_(count) {}

    /// The picture at position `number` of the run.
    int64_t at(int64_t number) {
        const int64_t epoch = number / count_;
        std::vector<int64_t>& order = epochs_[epoch];
        if (order.empty()) {
            order.resize(static_cast<size_t>(count_));
            std::iota(order.begin(), order.end(), 0);
            Random random(seed_, {static_cast<uint64_t>(Purpose::order), uint64_t(epoch)});
            for (int64_t i = count_ - 1; i > 0; --i) {
                std::swap(order[size_t(i)], order[size_t(random.below(i + 1))]);
            }
            while (epochs_.begin()->first < epoch - 2) {
                epochs_.erase(epochs_.begin());
            }
        }
        return order[static_cast<size_t>(number % count_)];
    }

private:
    uint64_t seed_;
    int64_t count_;
    std::map<int64_t, std::vector<int64_t>> epochs_;
};

}  // namespace

/// Everything behind the loader's door; `mutex_` guards all below it.
class Loader::Worker {
public:
    Worker(std::vector<Pair> pairs, ClassMap classes, LoaderOptions options, int64_t first_step)
        : pairs_(std::move(pairs)),
          classes_(std::move(classes)),
          options_(options),
          order_(options.seed, static_cast<int64_t>(pairs_.size())),
          cache_(pairs_.size()),
          bad_(pairs_.size(), false),
          to_make_(first_step),
          to_take_(first_step) {
        for (int64_t i = 0; i < options_.workers; ++i) {
            threads_.emplace_back([this] { work(); });
        }
    }

    ~Worker() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        changed_.notify_all();
        for (std::thread& thread : threads_) {
            thread.join();
        }
    }

    Batch next() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return failure_ || ready_.count(to_take_) > 0; });
        if (ready_.count(to_take_) == 0) {
            std::rethrow_exception(failure_);
        }
        Batch batch = std::move(ready_.extract(to_take_).mapped());
        ++to_take_;
        lock.unlock();
        changed_.notify_all();
        return batch;
    }

    std::vector<std::string> left_out() const {
        const std::lock_guard lock(mutex_);
        return left_out_;
    }

private:
    void work() {
        std::unique_lock lock(mutex_);
        while (true) {
            changed_.wait(lock, [&] {
                return stopping_ || failure_ || to_make_ < to_take_ + kAhead * options_.workers;
            });
            if (stopping_ || failure_) {
                return;
            }
            const int64_t step = to_make_++;
            lock.unlock();
            std::optional<Batch> batch;
            std::exception_ptr failure;
            try {
                batch = make(step);
            } catch (...) {
                failure = std::current_exception();
            }
            lock.lock();
            if (batch) {
                ready_.emplace(step, std::move(*batch));
            } else {
                failure_ = failure;
            }
            changed_.notify_all();
        }
    }

    const LoaderOptions::Phase& phase(int64_t step) const {
        return step < options_.late_from ? options_.early : options_.late;
    }

    /// How many pictures the run had seen before a step.
    int64_t seen_before(int64_t step) const {
        const int64_t early = std::min(step, options_.late_from);
        return (early * options_.early.batch + (step - early) * options_.late.batch) *
               options_.processes;
    }

    Batch make(int64_t step) {
        const auto [batch, crop] = phase(step);
        const Augmentation how{crop, options_.flip, options_.zoom, options_.colour};
        std::vector<TrainingPicture> examples;
        for (int64_t i = 0; i < batch; ++i) {
            const int64_t number = seen_before(step) + options_.process * batch + i;
            Random random(options_.seed,
                          {static_cast<uint64_t>(Purpose::picture), static_cast<uint64_t>(number)});
            examples.push_back(augment(*picture(number), how, classes_.mirrored(), random));
        }
        return make_batch(examples);
    }

    /// The picture at a position of the run, or the first readable one after it in the list.
    std::shared_ptr<const TrainingPicture> picture(int64_t number) {
        size_t index = 0;
        {
            const std::lock_guard lock(mutex_);
            index = static_cast<size_t>(order_.at(number));
        }
        while (true) {
            if (std::shared_ptr<const TrainingPicture> found = read(index)) {
                return found;
            }
            index = (index + 1) % pairs_.size();
        }
    }

    /// From the cache or from disk; null where it can't be read.
    std::shared_ptr<const TrainingPicture> read(size_t index) {
        {
            const std::lock_guard lock(mutex_);
            if (cache_[index] || bad_[index]) {
                return cache_[index];
            }
        }
        std::shared_ptr<const TrainingPicture> picture;
        std::string reason;
        try {
            picture = std::make_shared<TrainingPicture>(
                read_picture(pairs_[index], classes_, options_.side));
        } catch (const std::exception& error) {
            reason = error.what();
        }
        const std::lock_guard lock(mutex_);
        if (!picture) {
            leave_out(index, reason);
        } else if (!cache_[index] &&
                   cached_ + static_cast<int64_t>(picture->bytes()) <= options_.cache_bytes) {
            cached_ += static_cast<int64_t>(picture->bytes());
            cache_[index] = picture;
        }
        return picture;
    }

    void leave_out(size_t index, const std::string& reason) {
        if (bad_[index]) {
            return;
        }
        bad_[index] = true;
        left_out_.push_back(reason);
        if (static_cast<double>(left_out_.size()) >
            kMostLeftOut * static_cast<double>(pairs_.size())) {
            throw std::runtime_error(reason + " (" + std::to_string(left_out_.size()) + " of " +
                                     std::to_string(pairs_.size()) +
                                     " pictures can't be read, which is too many)");
        }
    }

    const std::vector<Pair> pairs_;
    const ClassMap classes_;
    const LoaderOptions options_;
    std::vector<std::thread> threads_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    Order order_;
    std::vector<std::shared_ptr<const TrainingPicture>> cache_;
    int64_t cached_ = 0;  // bytes
    std::vector<bool> bad_;
    std::vector<std::string> left_out_;
    std::map<int64_t, Batch> ready_;
    std::exception_ptr failure_;
    int64_t to_make_;
    int64_t to_take_;
    bool stopping_ = false;
};

Loader::Loader(std::vector<Pair> pairs, ClassMap classes, LoaderOptions options, int64_t first_step)
    : worker_(std::make_unique<Worker>(std::move(pairs), std::move(classes), options, first_step)) {
}

Loader::~Loader() = default;

Batch Loader::next() {
    return worker_->next();
}

std::vector<std::string> Loader::left_out() const {
    return worker_->left_out();
}

}  // namespace tessera
