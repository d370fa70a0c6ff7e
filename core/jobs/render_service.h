// Renders paintings on a thread of its own: the latest request wins, a stale photo never comes
// back.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>
#include <QStringList>
#include <memory>
#include <optional>
#include <vector>

#include "core/document/painting_data.h"
#include "core/jobs/inspection/inspection.h"
#include "core/labels/label_map.h"
#include "core/palette/palette.h"

namespace tessera {

/// Names the device and precision a user may ask for; the text forms are the command line's.
struct RenderSettings {
    QString device = QStringLiteral("auto");     ///< auto | cpu | cuda
    QString precision = QStringLiteral("auto");  ///< auto | float32 | bfloat16
    int threads = 0;                             ///< 0: all
};

/// What the studio may know about the model in use.
struct ModelInfo {
    QString file;           ///< absolute path
    QString title;          ///< of its card, else the file's name
    QString paletteId;      ///< palette it was trained on
    Palette palette;        ///< its classes as a palette, when the file carries them (else empty)
    QStringList cardLines;  ///< "field: value", for showing
    QString architecture;   ///< as it is called: "LGGAN++", "GauGAN"
    QString obstacle;       ///< why its modules draw it, in one line; empty: a fast plan does
    int classes = 0;
    int styleLength = 0;         ///< 0: the model has no style
    bool styleFromSeed = false;  ///< false: its style comes from photos alone
    bool regionStyles = false;   ///< a region each may take its style from a photo of its own
    int sourceChannels = 0;      ///< 0: no source photo
    bool styleEncoder = false;   ///< whether it reads a style from a photo
    bool styleLabels = false;    ///< whether it wants the photo's own map for that
    bool noise = false;
    qint64 parameters = 0;
    QString deviceName;  ///< "CPU, 2 threads"
    QString precision;   ///< "float32" | "bfloat16"
};

/// One thing to render. Copying is cheap: the label map is shared until written.
struct RenderInput {
    LabelMap labels;
    Palette palette;  ///< what the labels' indices mean; mapped to the model's channels by id, then
                      ///< by name
    std::vector<float> style;  ///< z, or empty: drawn from styleSeed
    quint32 styleSeed = 0;
    quint32 noiseSeed = 0;
    QImage source;         ///< what a cross-view model translates, of the labels' size; or null
    quint64 revision = 0;  ///< of the painting, comes back with the photo
    QRect visible;  ///< what of the picture is looked at; empty: all. Of a large canvas it comes
                    ///< first
    bool draft = false;  ///< a stroke goes on: what changed may be drawn alone, close to the exact
                         ///< photo; a request that is no draft follows

    /// All of a painting, as it is.
    static RenderInput of(const PaintingData& painting, quint64 revision);

    /// The same painting up to its labels: size, palette, style, seeds and source (the very same
    /// image, not one that looks like it).
    bool matches(const RenderInput& other) const;
    /// The same photo: its labels too.
    bool shows(const RenderInput& other) const { return matches(other) && labels == other.labels; }
};

/// A photo that a style is taken from.
struct StyleSource {
    QImage photo;
    LabelMap labels;                ///< the photo's own map, of any size; empty where there is none
    Palette palette;                ///< of the labels, and of the region
    std::optional<quint16> region;  ///< of a model of regions: the palette's class that takes this
                                    ///< style, of its part of the map, or without one of all the
                                    ///< photo; none: every class takes its part of the map's
    std::vector<float> style;       ///< what the other regions have already, or empty
};

/// A finished photo and the revision that it shows.
struct RenderedPhoto {
    QImage image;  ///< Format_RGB888, the label map's size
    quint64 revision = 0;
    double milliseconds = 0;  ///< inside the engine
    QString note;  ///< empty, or what was adjusted: "3 classes are unknown to this model and drawn
                   ///< as void"
    bool exact = true;  ///< false: a draft, or a large canvas whose visible part alone is drawn;
                        ///< else what `tessera render` gives, to the last bit
    Inspection inspection;  ///< null where nothing was to be kept
};

/// Owns the render thread and the model that it renders with. All methods are called from the GUI
/// thread and return at once; all signals arrive there.
///
/// Requests: at most one render runs and at most one waits. A new request replaces the waiting one.
/// The running one is allowed to finish while a stroke goes on (so that the photo keeps following),
/// and is cancelled only when its model was replaced, or when it is an exact one that a draft can't
/// be drawn beside. Drafts drift away from exact photos, which are therefore made all the time: a
/// dab is drawn between the steps of one that is being made, and again on it when that is done. Of
/// a large canvas the visible part comes first, close to the exact picture, and then all of it. A
/// photo older than the newest one already delivered is dropped.
class RenderService : public QObject {
    Q_OBJECT

public:
    explicit RenderService(QObject* parent = nullptr);
    ~RenderService() override;  ///< cancels, then joins the thread

    /// Opens a model file in the background; ends with modelOpened or modelFailed. The old model
    /// stays until then.
    void openModel(const QString& file, const RenderSettings& settings = {});

    /// The model in use, when there is one.
    std::optional<ModelInfo> model() const;

    /// Renders `input` as soon as possible; ends with rendered, failed, or nothing when a newer
    /// request came.
    void request(const RenderInput& input);

    /// What photos keep of the network's inside from now on. Where the last request keeps less, it
    /// is made again.
    void setKept(InspectionParts parts);

    static constexpr int kPreviewSide = 160;  ///< pixels, enough for a thumbnail

    /// Renders another style or another state when no request waits, shrunk to `longestSide` pixels
    /// where it is larger; answers previewed(token, image) or previewFailed(token, reason).
    void preview(int token, const RenderInput& input, int longestSide = kPreviewSide);

    /// Asks for the style vector of a photo; answers styleEncoded or failed.
    void encodeStyle(const StyleSource& source);

    bool busy() const;

Q_SIGNALS:
    void modelOpened(const tessera::ModelInfo& info);
    void modelFailed(const QString& reason, const QString& file);  ///< as openModel() was given it
    void rendered(const tessera::RenderedPhoto& photo);
    void previewed(int token, const QImage& image);
    void previewFailed(int token, const QString& reason);
    void failed(const QString& reason);  ///< one line: what went wrong and what to do
    void styleEncoded(const std::vector<float>& style);
    void busyChanged(bool busy);

private:
    class Worker;

    std::optional<RenderInput> last_;
    InspectionParts lastKept_;
    InspectionParts kept_;
    std::unique_ptr<Worker> worker_;
};

}  // namespace tessera
