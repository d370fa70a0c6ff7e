// The listing first, then pair after pair.
#include "core/jobs/training/dataset_inspector.h"

#include <sys/resource.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QImageReader>
#include <algorithm>
#include <atomic>
#include <bit>
#include <compare>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

#include "core/jobs/training/learnt_classes.h"
#include "core/palette/palette_library.h"
#include "model/data/picture.h"

namespace tessera {
namespace {

constexpr int kReportEvery = 250;  // milliseconds
constexpr int kMostProblems = 200;
constexpr size_t kGuessedFrom = 6;  // label maps that a palette is guessed from
constexpr int kBelowNormal = 10;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(DatasetInspector)
};

/// A file of several tiles whose tiles are no squares is something else.
bool tilesFit(const ImagePlace& place) {
    if (place.tiles == 1) {
        return true;
    }
    const QSize size = QImageReader(QString::fromStdString(place.file.string())).size();
    return size.width() == size.height() * place.tiles;
}

/// How many of a few label maps a palette explains.
int explained(const Palette& palette, const std::vector<Pair>& pairs) {
    const ClassMap classes(learntClasses(palette), overlookedIds(palette));
    const size_t tried = std::min(pairs.size(), kGuessedFrom);
    int count = 0;
    for (size_t i = 0; i < tried; ++i) {
        const Pair& pair = pairs[i * pairs.size() / tried];
        try {
            if (tilesFit(pair.photo)) {
                read_labels(pair, classes);
                ++count;
            }
        } catch (const std::exception&) {
            continue;
        }
    }
    return count;
}

/// A way to read a folder.
struct Reading {
    const DatasetLayout* layout = nullptr;
    Palette palette;
    DatasetListing listing;
};

/// How well a reading fits, best thing first.
struct Fit {
    int explained = 0;      ///< label maps whose classes the palette knows
    bool named = false;     ///< the folder is called as the palette is
    size_t pairs = 0;       ///< found
    bool likelier = false;  ///< the dataset that the folder is named after, else no dataset
    int fewerClasses = 0;

    auto operator<=>(const Fit&) const = default;
};

/// All that is empty is found out. The layout stays null where nothing fits.
Reading bestReading(const QString& folder, const QString& layoutName, const QString& palette) {
    const PaletteLibrary library = PaletteLibrary::load();
    Reading best;
    Fit most;
    for (const DatasetLayout& layout : dataset_layouts()) {
        if (!layoutName.isEmpty() && layoutName != QString::fromStdString(layout.name)) {
            continue;
        }
        DatasetListing listing;
        try {
            listing = layout.list(folder.toStdString(), "train");
        } catch (const std::exception&) {
            continue;  // not laid out so
        }
        const std::vector<Pair>& pairs = listing.pairs;
        const QString own = palette.isEmpty() ? QString::fromStdString(layout.palette) : palette;
        for (const Palette& one : library.palettes()) {
            if (!own.isEmpty() && own != one.id()) {
                continue;
            }
            Fit fit;
            fit.explained = explained(one, pairs);
            fit.named =
                folder.contains(one.id().section(QLatin1Char('_'), 0, 0), Qt::CaseInsensitive);
            fit.pairs = pairs.size();
            fit.likelier = fit.named != layout.palette.empty();
            fit.fewerClasses = -one.size();
            if (!pairs.empty() && (!best.layout || fit > most)) {
                most = fit;
                best.layout = &layout;
                best.palette = fit.explained > 0 || !own.isEmpty() ? one : Palette();
                best.listing = listing;
            }
        }
    }
    return best;
}

/// Neighbours far apart, so that the first few stand for all.
std::vector<size_t> scattered(size_t count) {
    std::vector<size_t> order;
    for (size_t step = std::bit_ceil(std::max<size_t>(count, 1)); step > 0; step /= 2) {
        for (size_t i = 0; i < count; i += step) {
            if (step == std::bit_ceil(count) || i % (2 * step) != 0) {
                order.push_back(i);
            }
        }
    }
    return order;
}

bool smaller(QSize a, QSize b) {
    return qint64{a.width()} * a.height() < qint64{b.width()} * b.height();
}

}  // namespace

class DatasetInspector::Work {
public:
    Work(DatasetInspector& owner, const QString& folder, QString layout, QString palette)
        : owner_(owner),
          number_(++owner.works_),
          layout_(std::move(layout)),
          palette_(std::move(palette)) {
        report_.folder = folder;
        thread_ = std::thread([this] { run(); });
    }

    ~Work() {
        cancelled_ = true;
        thread_.join();
    }

private:
    void run() {
        ::setpriority(PRIO_PROCESS, 0, kBelowNormal);  // Linux: of this thread
        try {
            list();
            tell();
            check();
        } catch (const std::exception& error) {
            report_.refusal = QString::fromUtf8(error.what());
        }
        report_.complete = true;
        tell();
    }

    void list() {
        const std::filesystem::path folder = report_.folder.toStdString();
        Reading reading = bestReading(report_.folder, layout_, palette_);
        const DatasetLayout* layout =
            layout_.isEmpty() ? reading.layout : &dataset_layout(layout_.toStdString());
        if (!layout) {
            throw std::runtime_error(
                Text::tr("%1: no photos with label maps were found; a photo X.jpg beside a label "
                         "map X.png is enough")
                    .arg(report_.folder)
                    .toStdString());
        }
        report_.layout = QString::fromStdString(layout->name);
        report_.layoutTitle = QString::fromStdString(layout->title);
        report_.hasSource = layout->has_source;
        // Where nothing fits the layout that was asked for, its own refusal says why.
        DatasetListing listing =
            reading.layout ? std::move(reading.listing) : list_dataset(*layout, folder, "train");
        pairs_ = std::move(listing.pairs);
        report_.pairs = static_cast<int>(pairs_.size());
        for (const std::string& problem : listing.problems) {
            addProblem(problem);
        }
        try {
            report_.heldOut = static_cast<int>(layout->list(folder, "val").pairs.size());
        } catch (const std::exception&) {
            report_.heldOut = 0;  // a folder without a part to judge by
        }
        reported_ = reading.palette;
        report_.palette = reading.palette.id();
        report_.paletteIsGuess = palette_.isEmpty() && layout->palette.empty();
        if (report_.palette.isEmpty()) {
            throw std::runtime_error(
                Text::tr("%1: no palette knows the classes of these label maps; choose one")
                    .arg(report_.folder)
                    .toStdString());
        }
    }

    void check() {
        const ClassMap classes(learntClasses(reported_), overlookedIds(reported_));
        pixels_.assign(static_cast<size_t>(classes.count()) + 1, 0);
        QElapsedTimer clock;
        clock.start();
        for (const size_t index : scattered(pairs_.size())) {
            if (cancelled_) {
                return;
            }
            read(pairs_[index], classes);
            ++report_.checked;
            if (clock.elapsed() >= kReportEvery) {
                countShares(classes);
                tell();
                clock.start();
            }
        }
        countShares(classes);
    }

    void read(const Pair& pair, const ClassMap& classes) {
        try {
            const TrainingPicture picture = read_picture(pair, classes, 0);
            const QSize size(picture.photo.cols, picture.photo.rows);
            if (report_.smallest.isEmpty() || smaller(size, report_.smallest)) {
                report_.smallest = size;
            }
            if (report_.largest.isEmpty() || smaller(report_.largest, size)) {
                report_.largest = size;
            }
            for (int y = 0; y < picture.labels.rows; ++y) {
                const auto* row = picture.labels.ptr<uint16_t>(y);
                for (int x = 0; x < picture.labels.cols; ++x) {
                    ++pixels_[std::min<size_t>(row[x], pixels_.size() - 1)];
                }
            }
        } catch (const std::exception& error) {
            addProblem(error.what());
        }
    }

    void countShares(const ClassMap& classes) {
        const double all =
            std::max<double>(1, std::accumulate(pixels_.begin(), pixels_.end(), 0.0));
        report_.classes.clear();
        for (size_t i = 0; i + 1 < pixels_.size(); ++i) {
            if (pixels_[i] > 0) {
                const ModelClass& one = classes.classes()[i];
                report_.classes << DatasetClass{QString::fromStdString(one.name),
                                                QColor(one.color[0], one.color[1], one.color[2]),
                                                static_cast<double>(pixels_[i]) / all};
            }
        }
        std::stable_sort(
            report_.classes.begin(),
            report_.classes.end(),
            [](const DatasetClass& a, const DatasetClass& b) { return a.share > b.share; });
        report_.voidShare = static_cast<double>(pixels_.back()) / all;
    }

    void addProblem(const std::string& problem) {
        if (report_.problems.size() < kMostProblems) {
            report_.problems << QString::fromStdString(problem);
        }
    }

    void tell() {
        if (!cancelled_) {
            QMetaObject::invokeMethod(
                &owner_,
                [&owner = owner_, number = number_, report = report_] {
                    // A report of a work that was ended meanwhile is not heard.
                    if (owner.works_ == number && owner.work_) {
                        Q_EMIT owner.reported(report);
                    }
                },
                Qt::QueuedConnection);
        }
    }

    DatasetInspector& owner_;
    int number_;
    QString layout_;
    QString palette_;
    DatasetReport report_;
    Palette reported_;  // the one that is reported
    std::vector<Pair> pairs_;
    std::vector<qint64> pixels_;  // of each class, and of none
    std::atomic<bool> cancelled_ = false;
    std::thread thread_;
};

QList<QPair<QString, QString>> datasetLayouts() {
    QList<QPair<QString, QString>> layouts;
    for (const DatasetLayout& layout : dataset_layouts()) {
        layouts.append({QString::fromStdString(layout.name), QString::fromStdString(layout.title)});
    }
    return layouts;
}

DatasetInspector::DatasetInspector(QObject* parent) : QObject(parent) {}

DatasetInspector::~DatasetInspector() = default;

void DatasetInspector::inspect(const QString& folder,
                               const QString& layout,
                               const QString& palette) {
    cancel();
    work_ = std::make_unique<Work>(*this, folder, layout, palette);
}

void DatasetInspector::cancel() {
    work_.reset();
}

}  // namespace tessera
