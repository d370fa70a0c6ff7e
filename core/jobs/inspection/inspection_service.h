// Panels' figures, made beside the render thread from what the last render kept.
#pragma once

#include <QObject>
#include <atomic>
#include <memory>

#include "core/jobs/inspection/inspection_wish.h"
#include "core/jobs/newest_job.h"
#include "core/jobs/render_service.h"

namespace tessera {

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
    const InspectionWish& wish() const { return wish_; }

    /// Of the newest photo; null before the first, after the model changed, and while nothing is
    /// wished for.
    const Inspection& inspection() const { return inspection_; }

    /// Sensitivity of a pixel of the newest inspection; ends with sensitivityFound or
    /// sensitivityFailed. A second call takes the place of the first.
    void findSensitivity(QPoint pixel);

Q_SIGNALS:
    void inspected(const tessera::InspectionResult& result);
    void cleared();  ///< whatever is shown is of another model or size and has to go
    void sensitivityFound(const tessera::SensitivityFindings& findings);
    void sensitivityFailed(const QString& reason);

private:
    using Flag = std::shared_ptr<std::atomic<bool>>;

    void take(const RenderedPhoto& photo);
    void forget();
    void renew();
    void cancelSensitivity();

    RenderService& renders_;
    InspectionWish wish_;
    Inspection inspection_;
    Flag unwanted_;           // the sensitivity that is being found
    quint64 generation_ = 0;  // of what is asked for: older answers are dropped
    NewestJob panels_;
    NewestJob sensitivity_;
};

}  // namespace tessera
