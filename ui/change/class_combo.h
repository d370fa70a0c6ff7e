// A choice among the classes of a palette, with their colours.
#pragma once

#include <QComboBox>
#include <vector>

#include "core/palette/palette.h"

namespace tessera::ui {

class ClassCombo : public QComboBox {
    Q_OBJECT

public:
    explicit ClassCombo(QWidget* parent = nullptr);

    /// Offers these labels (kVoid among them: no class); keeps the chosen one where it is offered,
    /// else chooses the first.
    void setLabels(const Palette& palette, const std::vector<uint16_t>& labels);
    /// Offers every class, and `nothing` for void unless it is empty.
    void setPalette(const Palette& palette, const QString& nothing = {});

    uint16_t label() const;  ///< kVoid where nothing is offered
    void setLabel(uint16_t label);

Q_SIGNALS:
    void labelChosen(int label);

protected:
    /// Letters choose by name here, even where they take a tool in the window behind.
    bool event(QEvent* event) override;

private:
    void addLabel(uint16_t label, const QColor& colour, const QString& name);
};

}  // namespace tessera::ui
