// Panels' figures, made beside the render thread from what the last render kept.
#pragma once

#include <QObject>
#include <memory>
#include <optional>

#include "core/jobs/inspection/inspection.h"
#include "core/jobs/render_service.h"

namespace tessera {

/// What the visible panels show. What is not wished for is not kept, copied or computed.
struct InspectionWish {
    bool classOutputs = false;    ///< a tile a class
    bool masked = true;           ///< tiles: the class's own pixels alone
    bool branches = false;        ///< global and local picture
    std::vector<quint16> muted;   ///< channels; not empty: the photo without their outputs
    std::optional<quint16> solo;  ///< channel: its output alone, in place of the photo
    bool weights = false;
    bool kernels = false;  ///< kept for following the cursor
    bool purity = false;   ///< the table, and the map of purityLevel
    int purityLevel = 0;
    Upsampling purityOf = Upsampling::Sau;
    bool ablation = false;
    int decoder = 0;  ///< index into ModelInside::decoders
    struct Features {
        quint16 channel = 0;        ///< of the class
        std::vector<int> channels;  ///< empty: the best
        int best = 8;
        bool commonScale = false;
        bool operator==(const Features&) const = default;
    };
    std::optional<Features> features;

    bool operator==(const InspectionWish&) const = default;
};

/// A class's tile.
struct ClassTile {
    ClassShare of;
    QImage picture;  ///< as large as the painting
};

/// All that was wished for, of one revision. What the model has not is empty, and
/// inspection.model().missing says why.
struct InspectionResult {
    Inspection inspection;         ///< kernelAt() and trace() answer at once
    std::vector<ClassTile> tiles;  ///< by area
    QImage globalPicture;
    QImage localPicture;
    QImage canvas;  ///< muted or solo photo; null: the photo as it is
    std::optional<WeightFindings> weights;
    std::optional<PurityFindings> purity;
    std::optional<NumberMap> purityMap;
    std::optional<FeatureFindings> features;
    std::optional<AblationFindings> ablation;
    double milliseconds = 0;  ///< that making this took
};

/// Follows the render service's photos. All methods are called from the GUI thread and return at
/// once; all signals arrive there. The latest photo and wish win: what is older is dropped.
class InspectionService : public QObject {
    Q_OBJECT

public:
    explicit InspectionService(RenderService& renders, QObject* parent = nullptr);
    ~InspectionService() override;  ///< ends with inspected of nothing more

    /// Answers with inspected, from the last render where it kept enough, else after the next one,
    /// which this asks for.
    void setWish(const InspectionWish& wish);
    const InspectionWish& wish() const;

    /// The newest that panels may show; null before the first, after the model or the painting's
    /// size changed, and while nothing is wished for.
    const Inspection& inspection() const;

    /// Sensitivity of a pixel of the newest inspection; ends with sensitivityFound or
    /// sensitivityFailed. A second call takes the place of the first.
    void findSensitivity(QPoint pixel);

Q_SIGNALS:
    void inspected(const tessera::InspectionResult& result);
    void cleared();  ///< whatever is shown is of another model or size and has to go
    void failed(const QString& reason);
    void sensitivityFound(const tessera::SensitivityFindings& findings);
    void sensitivityFailed(const QString& reason);

private:
    class Worker;

    void renew();

    RenderService& renders_;
    InspectionWish wish_;
    Inspection inspection_;
    std::unique_ptr<Worker> worker_;
};

}  // namespace tessera
