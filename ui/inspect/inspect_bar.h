// The bar above the canvas in Inspect: how kernels are drawn over the picture, and the figure.
#pragma once

#include <QWidget>

#include "ui/inspect/pin_layer.h"

class QComboBox;

namespace tessera::ui {

class InspectBar : public QWidget {
    Q_OBJECT

public:
    explicit InspectBar(QWidget* parent = nullptr);

    KernelDrawing drawing() const;
    void setForm(KernelDrawing::Form form);
    /// Lists the levels and decoders that the model has.
    void setModel(const ModelInside& model);

Q_SIGNALS:
    void drawingChanged();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QComboBox* add(const QString& name, const QString& detail, const QStringList& items);

    QComboBox* form_;
    QComboBox* level_;
    QComboBox* how_;
    QComboBox* decoder_;
};

}  // namespace tessera::ui
