// Wishes of the visible panels go in, one result comes out to all.
#include "ui/studio/inspect_desk.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QToolButton>

#include "core/document/painting.h"
#include "ui/canvas/canvas_view.h"
#include "ui/inspect/ablation_panel.h"
#include "ui/inspect/class_outputs_panel.h"
#include "ui/inspect/features_panel.h"
#include "ui/inspect/inspect_bar.h"
#include "ui/inspect/kernel_list.h"
#include "ui/inspect/kernels_panel.h"
#include "ui/inspect/pin_layer.h"
#include "ui/inspect/purity_panel.h"
#include "ui/inspect/region_styles_panel.h"
#include "ui/inspect/segmentation_panel.h"
#include "ui/inspect/sensitivity_panel.h"
#include "ui/inspect/weights_panel.h"
#include "ui/studio/actions/session.h"
#include "ui/studio/panel_docks.h"
#include "ui/tools/toolbox.h"

namespace tessera::ui {

namespace {
constexpr QSize kRight(430, 400);
constexpr QSize kLow(430, 268);
constexpr QSize kBottom(800, 290);
}  // namespace

InspectDesk::InspectDesk(Session& session,
                         CanvasView& canvas,
                         Toolbox& toolbox,
                         QMainWindow& window)
    : QObject(&window),
      session_(session),
      canvas_(canvas),
      toolbox_(toolbox),
      window_(window),
      service_(new InspectionService(session.renders, this)),
      pins_(new Pins(this)),
      layer_(new PinLayer(toolbox, *pins_, this)),
      bar_(new InspectBar) {
    soon_.setSingleShot(true);
    connect(&soon_, &QTimer::timeout, this, &InspectDesk::renewWish);
    connect(service_, &InspectionService::inspected, this, &InspectDesk::show);
    connect(service_, &InspectionService::cleared, this, &InspectDesk::clear);
    connect(bar_, &InspectBar::drawingChanged, this, &InspectDesk::draw);
    const auto takeSize = [this] { pins_->setSize(session_.painting.labels().size()); };
    connect(&session_.painting, &Painting::replaced, this, takeSize);
    takeSize();
}

void InspectDesk::addPanels(PanelDocks& docks) {
    auto* kernels = new KernelsPanel(*pins_);
    connect(&kernels->pinButton(), &QToolButton::toggled, layer_, &PinLayer::setPinning);
    connect(layer_, &PinLayer::pinningChanged, &kernels->pinButton(), &QToolButton::setChecked);
    connect(bar_, &InspectBar::drawingChanged, kernels, [this, kernels] {
        kernels->list().setUpsampling(bar_->drawing().how, bar_->drawing().decoder);
    });
    const auto dock =
        [&](const char* name, InspectPanel* panel, Qt::DockWidgetArea area, QSize size) {
            addDock(docks, QString::fromLatin1(name), panel, area, size);
        };
    dock("kernels", kernels, Qt::RightDockWidgetArea, kRight);
    dock("weights", new WeightsPanel, Qt::RightDockWidgetArea, kLow);
    dock("purity", new PurityPanel, Qt::RightDockWidgetArea, kLow);
    dock("sensitivity", new SensitivityPanel(*service_, *pins_), Qt::RightDockWidgetArea, kLow);
    dock("segmentation", new SegmentationPanel, Qt::RightDockWidgetArea, kLow);
    dock("regionStyles", new RegionStylesPanel(session_.painting), Qt::RightDockWidgetArea, kLow);
    dock("classOutputs", new ClassOutputsPanel, Qt::BottomDockWidgetArea, kBottom);
    dock("features", new FeaturesPanel, Qt::BottomDockWidgetArea, kBottom);
    dock("ablation", new AblationPanel, Qt::BottomDockWidgetArea, kBottom);
    const auto tab = [this](const char* first, const char* second) {
        window_.tabifyDockWidget(window_.findChild<QDockWidget*>(QString::fromLatin1(first)),
                                 window_.findChild<QDockWidget*>(QString::fromLatin1(second)));
    };
    tab("purity", "sensitivity");
    tab("sensitivity", "segmentation");
    tab("segmentation", "regionStyles");
    tab("classOutputs", "features");
    tab("features", "ablation");
    for (const char* front : {"purity", "classOutputs"}) {
        window_.findChild<QDockWidget*>(QString::fromLatin1(front))->raise();
    }
}

void InspectDesk::addDock(PanelDocks& docks,
                          const QString& name,
                          InspectPanel* panel,
                          Qt::DockWidgetArea area,
                          QSize size) {
    panels_ << panel;
    QDockWidget& dock =
        docks.add(name, panel->accessibleName(), panel, panel->header(), area, size);
    connect(&dock, &QDockWidget::visibilityChanged, &soon_, qOverload<>(&QTimer::start));
    connect(panel, &InspectPanel::wishChanged, &soon_, qOverload<>(&QTimer::start));
    connect(panel, &InspectPanel::tookCanvas, this, [this, panel] {
        for (InspectPanel* other : std::as_const(panels_)) {
            if (other != panel) {
                other->leaveCanvas();
            }
        }
    });
}

void InspectDesk::setActive(bool active) {
    if (active == active_) {
        return;
    }
    active_ = active;
    layer_->setPinning(false);
    canvas_.setTool(active ? static_cast<CanvasTool*>(layer_) : &toolbox_);
    renewWish();
    if (!active) {
        clear();
    }
}

bool InspectDesk::replacesPhoto() const {
    return service_->wish().replacesPhoto();
}

void InspectDesk::renewWish() {
    InspectionWish wish;
    if (active_) {
        for (InspectPanel* panel : std::as_const(panels_)) {
            if (!panel->isShown()) {
                served_.remove(panel);
                continue;
            }
            panel->addTo(wish);
            if (last_ && !served_.contains(panel)) {
                serve(*panel);  // its wish may be that of another one, and be fulfilled
            }
        }
        wish.decoder = bar_->drawing().decoder;
    }
    const Inspection& last = service_->inspection();
    if (replaced_ && !wish.replacesPhoto() && !last.isNull()) {
        replaced_ = false;
        canvas_.setPhoto(last.photo(), last.revision());
    }
    service_->setWish(wish);
}

void InspectDesk::show(const InspectionResult& result) {
    last_ = result;
    bar_->setModel(result.inspection.model());
    layer_->setInspection(result.inspection);
    for (InspectPanel* panel : std::as_const(panels_)) {
        if (panel->isShown()) {
            serve(*panel);
        }
    }
    if (replacesPhoto()) {
        const bool possible = !result.canvas.isNull();
        replaced_ = canvas_.setPhoto(possible ? result.canvas : result.inspection.photo(),
                                     result.inspection.revision());
    }
}

void InspectDesk::serve(InspectPanel& panel) {
    served_.insert(&panel);
    panel.take(*last_);
}

void InspectDesk::clear() {
    last_.reset();
    served_.clear();
    layer_->setInspection({});
    for (InspectPanel* panel : std::as_const(panels_)) {
        panel->clear();
    }
    soon_.start();
}

void InspectDesk::draw() {
    layer_->setDrawing(bar_->drawing());
    soon_.start();
}

}  // namespace tessera::ui
