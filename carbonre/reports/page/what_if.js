"use strict";
// Recalculates totals from the coefficients in the page; nothing leaves it.
(function () {
  var panel = document.getElementById("what-if");
  var data = JSON.parse(document.getElementById("coefficients").textContent);
  var inputs = Array.prototype.slice.call(panel.querySelectorAll("input[type=range]"));
  var count = data.factors;

  function basis(nodes, value) {
    return nodes.map(function (node) {
      return nodes.reduce(function (product, other) {
        return other === node ? product : product * (value - other) / (node - other);
      }, 1);
    });
  }

  function show(value) {
    if (value === 0) { return "0"; }
    var size = Math.floor(Math.log10(Math.abs(value)));
    if (size < -4) { return value.toExponential(3); }
    return value.toLocaleString("en", {
      minimumSignificantDigits: 4, maximumSignificantDigits: 4
    });
  }

  function totals(values) {
    var weights = [1];
    data.axes.forEach(function (axis, index) {
      var along = basis(axis.nodes, values[count + index]);
      var next = [];
      weights.forEach(function (weight) {
        along.forEach(function (part) { next.push(weight * part); });
      });
      weights = next;
    });
    return data.products.map(function (_, product) {
      var sum = 0;
      weights.forEach(function (weight, point) {
        var line = data.points[point][product];
        var value = line[0];
        for (var factor = 0; factor < count; factor += 1) { value += values[factor] * line[factor + 1]; }
        sum += weight * value;
      });
      return sum;
    });
  }

  function update() {
    var values = inputs.map(function (input) { return Number(input.value); });
    inputs.forEach(function (input) {
      input.closest(".slider").querySelector("output").textContent =
        show(Number(input.value)) + " " + input.dataset.unit;
    });
    totals(values).forEach(function (total, index) {
      var row = panel.querySelector('[data-product="' + index + '"]');
      var base = Number(row.dataset.base);
      var change = base ? (total / base - 1) * 100 : 0;
      var cell = row.querySelector(".now");
      cell.textContent = show(total / data.products[index].per);
      cell.dataset.value = String(total);
      row.querySelector(".change").textContent =
        Math.abs(change) < 0.005 ? "0 %" : (change > 0 ? "+" : "") + change.toFixed(2) + " %";
    });
  }

  function reset() {
    inputs.forEach(function (input) { input.value = input.dataset.base; });
    update();
  }

  inputs.forEach(function (input) { input.addEventListener("input", update); });
  panel.querySelector("button").addEventListener("click", reset);
  reset();
}());
